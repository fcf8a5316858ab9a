package dev.whittle.report;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A number of files and their size.
 *
 * @param files regular files; a file with several names counts once
 * @param bytes in them
 */
public record Tally(int files, long bytes) {
    public static Tally of(Selection selection) {
        Counter counter = new Counter();
        selection.all().forEach(kept -> counter.add(kept.node()));
        return counter.tally();
    }

    /** What a selection takes from its root, without generated files. */
    static Tally ofSource(Selection selection) {
        Counter counter = new Counter();
        selection.all().stream().filter(kept -> kept.content().isEmpty()).forEach(kept -> counter.add(kept.node()));
        return counter.tally();
    }

    /** Of a whole root. */
    public static Tally of(RootFs root) throws IOException {
        Counter counter = new Counter();
        Deque<RootPath> pending = new ArrayDeque<>();
        pending.push(RootPath.ROOT);
        while (!pending.isEmpty()) {
            RootPath directory = pending.pop();
            for (String name : root.list(directory)) {
                RootPath path = directory.child(name);
                Optional<Node> node = root.node(path);
                if (node.isPresent() && node.get() instanceof Node.Directory) {
                    pending.push(path);
                } else {
                    node.ifPresent(counter::add);
                }
            }
        }
        return counter.tally();
    }

    /** What is in this and not in {@code other}, which must be a part of it. */
    public Tally without(Tally other) {
        return new Tally(files - other.files, bytes - other.bytes);
    }

    private static final class Counter {
        private final Set<Object> seen = new HashSet<>();
        private long bytes;

        void add(Node node) {
            if (node instanceof Node.RegularFile file && seen.add(file.identity())) {
                bytes += file.size();
            }
        }

        Tally tally() {
            return new Tally(seen.size(), bytes);
        }
    }
}
