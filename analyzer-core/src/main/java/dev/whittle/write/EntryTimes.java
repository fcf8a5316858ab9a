package dev.whittle.write;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * Times of directories that stand in an output only because something below is kept. Their own time in the root is that of
 * the last file added or removed beside what is kept: it says nothing of the output, and would make another layer of the
 * same files. They are dated as the newest of what is kept below.
 */
final class EntryTimes {
    private EntryTimes() {}

    /** Seconds since 1970 of each such directory. */
    static Map<RootPath, Long> of(Selection selection) {
        Map<RootPath, Long> times = new HashMap<>();
        RootPath directory = RootPath.ROOT;
        long newest = Long.MIN_VALUE;
        for (Selection.Kept kept : selection.all()) {
            if (isOnTheWay(kept)) {
                times.put(kept.path(), Long.MIN_VALUE);
                continue;
            }
            // Most entries lie beside the one before.
            RootPath above = kept.path().parent();
            if (!above.equals(directory)) {
                raise(times, directory, newest);
                directory = above;
                newest = Long.MIN_VALUE;
            }
            newest = Math.max(newest, kept.node().attributes().modified().getEpochSecond());
        }
        raise(times, directory, newest);
        times.values().removeIf(time -> time == Long.MIN_VALUE);
        return times;
    }

    /** Parents come first in a selection, so every directory above is known by now. */
    private static void raise(Map<RootPath, Long> times, RootPath directory, long newest) {
        for (RootPath above = directory; !above.isRoot(); above = above.parent()) {
            times.computeIfPresent(above, (path, before) -> Math.max(before, newest));
        }
    }

    private static boolean isOnTheWay(Selection.Kept kept) {
        return kept.node() instanceof Node.Directory
                && kept.reasons().stream().allMatch(reason -> reason.kind() == Reason.Kind.PARENT);
    }
}
