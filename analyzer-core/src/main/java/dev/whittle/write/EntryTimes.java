package dev.whittle.write;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Times of directories that are in an output only because something below them is kept. Their time in the root is that
 * of the last change of any entry, kept or not: it does not describe the output, and would make the layer depend on
 * dropped files. They have the time of the newest kept file below.
 */
final class EntryTimes {
    private EntryTimes() {}

    /** Seconds since 1970 of each such directory. */
    static Map<RootPath, Long> of(Selection selection) {
        Map<RootPath, Long> newestBelow = new HashMap<>();
        for (Selection.Kept kept : selection.all()) {
            if (kept.node() instanceof Node.Directory) {
                newestBelow.put(kept.path(), Long.MIN_VALUE);
            }
        }
        Map<RootPath, Long> times = new HashMap<>();
        // Backwards: the content of a directory comes before it, so each entry updates only its parent.
        List<Selection.Kept> all = new ArrayList<>(selection.all());
        for (int i = all.size() - 1; i >= 0; i--) {
            Selection.Kept kept = all.get(i);
            long time = newestBelow.getOrDefault(kept.path(), Long.MIN_VALUE);
            if (!isOnTheWay(kept)) {
                time = Math.max(time, kept.node().attributes().modified().getEpochSecond());
            } else if (time != Long.MIN_VALUE) {
                times.put(kept.path(), time);
            }
            raise(newestBelow, kept.path().parent(), time);
        }
        return times;
    }

    /** @param directory if it is not kept itself, its parent is used */
    private static void raise(Map<RootPath, Long> newestBelow, RootPath directory, long time) {
        RootPath above = directory;
        while (!above.isRoot() && !newestBelow.containsKey(above)) {
            above = above.parent();
        }
        newestBelow.computeIfPresent(above, (path, before) -> Math.max(before, time));
    }

    private static boolean isOnTheWay(Selection.Kept kept) {
        return kept.node() instanceof Node.Directory
                && kept.reasons().stream().allMatch(reason -> reason.kind() == Reason.Kind.PARENT);
    }
}
