package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The paths to keep, in byte order and parents first, each with its reasons. All paths are real. */
public final class Selection {
    private final List<Kept> kept;
    private final Map<String, Reason> names;
    private final List<RootPath> leftOut;

    /**
     * @param kept in the order of their paths
     * @param names is not copied
     * @param leftOut paths of kept trees that {@code --exclude} removes
     */
    Selection(List<Kept> kept, Map<String, Reason> names, List<RootPath> leftOut) {
        this.kept = kept;
        this.names = names;
        this.leftOut = List.copyOf(leftOut);
    }

    /**
     * @param reasons at least one, in the order in which they were found
     * @param content of a generated file; empty if it is the root's. It keeps nothing open
     */
    public record Kept(RootPath path, Node node, List<Reason> reasons, Optional<ByteSource> content) {}

    public Collection<Kept> all() {
        return Collections.unmodifiableList(kept);
    }

    public Optional<Kept> get(RootPath path) {
        int low = 0;
        int high = kept.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Kept there = kept.get(middle);
            int order = there.path().compareTo(path);
            if (order == 0) {
                return Optional.of(there);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /**
     * The names, raw and links unresolved, under which something requested what is kept, each with its first reason:
     * for an output that cannot represent links. While a closure is computed, more may be added.
     */
    public Map<String, Reason> names() {
        return Collections.unmodifiableMap(names);
    }

    /** Files and directories of kept trees that {@code --exclude} removes, with everything below them. */
    public List<RootPath> leftOut() {
        return leftOut;
    }

    /** A part of it, such as goes into one layer of several. */
    public Selection only(Predicate<Kept> wanted) {
        return new Selection(kept.stream().filter(wanted).toList(), names, leftOut);
    }

    /** Everything that a root has, but for what is mounted at run time and sockets, which no archive holds. */
    public static Selection whole(RootFs root) throws IOException {
        Reason reason = new Reason(Reason.Kind.INCLUDED, "the whole root");
        List<Kept> kept = new ArrayList<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        while (!pending.isEmpty()) {
            for (RootFs.Entry entry : root.entries(pending.pop())) {
                if (entry.node() instanceof Node.Socket
                        || SystemPaths.isMounted(entry.path().parent())) {
                    continue;
                }
                kept.add(new Kept(entry.path(), entry.node(), List.of(reason), Optional.empty()));
                if (entry.node() instanceof Node.Directory) {
                    pending.push(entry.path());
                }
            }
        }
        kept.sort(Comparator.comparing(Kept::path));
        return new Selection(kept, Map.of(), List.of());
    }

    public boolean isEmpty() {
        return kept.isEmpty();
    }
}
