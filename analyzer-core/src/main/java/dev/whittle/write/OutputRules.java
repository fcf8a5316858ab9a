package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import java.util.Map;
import java.util.OptionalLong;

/** Rules for what an output keeps of a selection, where that differs from the root: for writers and checks. */
public final class OutputRules {
    private OutputRules() {}

    /** Whether an extended attribute belongs to the file and not to the host. */
    public static boolean keepsAttribute(String name) {
        return SourceReader.keeps(name);
    }

    /** An attribute that only a caller with the privilege to set owners can set. */
    public static boolean isCapability(String name) {
        return name.equals(SourceReader.CAPABILITY);
    }

    /**
     * Seconds since 1970 of each path: the root's, except for directories that are kept only for their content, and
     * never after SOURCE_DATE_EPOCH.
     */
    public static final class Times {
        private final Map<RootPath, Long> onTheWay;
        private final OptionalLong latest;

        public Times(Selection selection, OptionalLong latest) {
            this.onTheWay = EntryTimes.of(selection);
            this.latest = latest;
        }

        /** @param attributes of the root's entry */
        public long of(RootPath path, Attributes attributes) {
            long seconds = onTheWay.getOrDefault(path, attributes.modified().getEpochSecond());
            return latest.isPresent() ? Math.min(seconds, latest.getAsLong()) : seconds;
        }
    }
}
