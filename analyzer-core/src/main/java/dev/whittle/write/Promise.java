package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import java.util.Map;
import java.util.OptionalLong;

/** What an output keeps of a selection, where that is not what the root has: for writers, and for whoever checks them. */
public final class Promise {
    private Promise() {}

    /** Whether an extended attribute belongs to the file rather than to the host it lies on. */
    public static boolean keepsAttribute(String name) {
        return SourceReader.keeps(name);
    }

    /** An attribute that only a caller with the right to set owners can set. */
    public static boolean isCapability(String name) {
        return name.equals(SourceReader.CAPABILITY);
    }

    /**
     * Seconds since 1970 of each path: the root's, but for directories that stand there only for what is below, and never
     * after SOURCE_DATE_EPOCH.
     */
    public static final class Times {
        private final Map<RootPath, Long> onTheWay;
        private final OptionalLong latest;

        public Times(Selection selection, OptionalLong latest) {
            this.onTheWay = EntryTimes.of(selection);
            this.latest = latest;
        }

        /** @param its of the root's entry */
        public long of(RootPath path, Attributes its) {
            long seconds = onTheWay.getOrDefault(path, its.modified().getEpochSecond());
            return latest.isPresent() ? Math.min(seconds, latest.getAsLong()) : seconds;
        }
    }
}
