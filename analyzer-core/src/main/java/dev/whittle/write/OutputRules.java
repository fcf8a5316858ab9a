package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
     * The time of each path: the root's, except for directories that are kept only for their content, and never after
     * SOURCE_DATE_EPOCH. Directories keep fractions of a second, since caches compare them (fontconfig,
     * fccache.c:FcCacheTimeValid); other files have whole seconds.
     */
    public static final class Times {
        private final Map<RootPath, Long> onTheWay;
        private final OptionalLong latest;

        public Times(Selection selection, OptionalLong latest) {
            this.onTheWay = EntryTimes.of(selection);
            this.latest = latest;
        }

        /** @param node the root's entry */
        public Instant of(RootPath path, Node node) {
            Instant modified = node.attributes().modified();
            Long below = onTheWay.get(path);
            Instant time = below != null
                    ? Instant.ofEpochSecond(below)
                    : node instanceof Node.Directory ? modified : modified.truncatedTo(ChronoUnit.SECONDS);
            return latest.isPresent() && time.getEpochSecond() >= latest.getAsLong()
                    ? Instant.ofEpochSecond(latest.getAsLong())
                    : time;
        }
    }
}
