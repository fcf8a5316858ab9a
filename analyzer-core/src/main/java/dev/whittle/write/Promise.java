package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import java.util.HashMap;
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
    public static Map<RootPath, Long> times(Selection selection, OptionalLong latest) {
        Map<RootPath, Long> onTheWay = EntryTimes.of(selection);
        Map<RootPath, Long> times = new HashMap<>();
        for (Selection.Kept kept : selection.all()) {
            long its = onTheWay.getOrDefault(
                    kept.path(), kept.node().attributes().modified().getEpochSecond());
            times.put(kept.path(), latest.isPresent() ? Math.min(its, latest.getAsLong()) : its);
        }
        return times;
    }
}
