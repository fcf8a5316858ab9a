package dev.whittle.report;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The regular files of a root that a selection leaves out, each once however many names it has, the biggest first. */
public record Dropped(List<File> files) {
    public static final Dropped NONE = new Dropped(List.of());

    public Dropped {
        files = List.copyOf(files);
    }

    /** @param size in bytes */
    public record File(RootPath path, long size) {}

    /** @throws IOException if a directory of the root cannot be read */
    public static Dropped of(RootFs root, Selection selection) throws IOException {
        Set<Object> seen = new HashSet<>();
        for (Selection.Kept kept : selection.all()) {
            if (kept.node() instanceof Node.RegularFile file) {
                seen.add(file.identity());
            }
        }
        List<File> files = new ArrayList<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        while (!pending.isEmpty()) {
            for (RootFs.Entry entry : root.entries(pending.pop())) {
                if (entry.node() instanceof Node.Directory && !SystemPaths.isMounted(entry.path())) {
                    pending.push(entry.path());
                } else if (entry.node() instanceof Node.RegularFile file
                        && selection.get(entry.path()).isEmpty()
                        && seen.add(file.identity())) {
                    files.add(new File(entry.path(), file.size()));
                }
            }
        }
        files.sort(Comparator.comparingLong(File::size).reversed().thenComparing(File::path));
        return new Dropped(files);
    }
}
