package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The number of bytes in the files of a directory, counted up to a limit. */
public final class TreeSize {
    /** Sources and build results have more; a program that is started there rarely needs all of it. */
    private static final long LARGE = 64L << 20;

    private static final int MAX_ENTRIES = 100_000;

    private TreeSize() {}

    /** Whether a directory contains more than is kept with a program. */
    public static boolean isLarge(Context context, RootPath directory) throws IOException {
        return size(context, directory, LARGE) > LARGE;
    }

    /** The bytes in a directory, counted up to a limit; above the limit if there are too many entries. */
    public static long size(Context context, RootPath directory, long most) throws IOException {
        return size(context, directory, Set.of(), most);
    }

    /** @param except paths that do not count, with what is below them */
    public static long size(Context context, RootPath directory, Set<RootPath> except, long most) throws IOException {
        long size = 0;
        int entries = 0;
        // The entries of a link to a directory are those of its target.
        Deque<RootPath> pending = new ArrayDeque<>(List.of(context.real(directory)));
        while (!pending.isEmpty() && size <= most) {
            RootPath path = pending.pop();
            if (except.contains(path)) {
                continue;
            }
            Optional<Node> node = context.root().node(path);
            if (node.orElse(null) instanceof Node.RegularFile file) {
                size += file.size();
            } else if (node.orElse(null) instanceof Node.Directory) {
                context.list(path).forEach(pending::push);
            }
            entries++;
            if (entries > MAX_ENTRIES) {
                return Long.MAX_VALUE;
            }
        }
        return size;
    }
}
