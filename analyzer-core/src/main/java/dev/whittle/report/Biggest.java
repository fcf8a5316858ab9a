package dev.whittle.report;

import dev.whittle.closure.Selection;
import dev.whittle.rootfs.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The largest files of a selection. */
public final class Biggest {
    private Biggest() {}

    /** @param size in bytes */
    public record File(Selection.Kept kept, long size) {}

    /** At most {@code limit}, largest first; for a file with several names, the first name. */
    public static List<File> of(Selection selection, int limit) {
        List<File> files = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Selection.Kept kept : selection.all()) {
            if (kept.node() instanceof Node.RegularFile file && seen.add(file.identity())) {
                files.add(new File(kept, file.size()));
            }
        }
        files.sort(Comparator.comparingLong(File::size).reversed().thenComparing(file -> file.kept()
                .path()));
        return List.copyOf(files.subList(0, Math.min(limit, files.size())));
    }
}
