package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The paths to keep, in byte order and parents first, each with its reasons. All paths are real. */
public final class Selection {
    private final SortedMap<RootPath, Kept> kept;

    private Selection(SortedMap<RootPath, Kept> kept) {
        this.kept = kept;
    }

    /** @param reasons at least one, the first found first */
    public record Kept(RootPath path, Node node, List<Reason> reasons) {}

    public Collection<Kept> all() {
        return Collections.unmodifiableCollection(kept.values());
    }

    public Optional<Kept> get(RootPath path) {
        return Optional.ofNullable(kept.get(path));
    }

    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Collects paths; the same path twice gathers the reasons of both. */
    static final class Builder {
        private final SortedMap<RootPath, Node> nodes = new TreeMap<>();
        private final SortedMap<RootPath, Set<Reason>> reasons = new TreeMap<>();

        /** @return whether the path is new */
        boolean add(RootPath path, Node node, Reason reason) {
            reasons.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(reason);
            return nodes.put(path, node) == null;
        }

        Selection build() {
            SortedMap<RootPath, Kept> kept = new TreeMap<>();
            nodes.forEach((path, node) ->
                    kept.put(path, new Kept(path, node, List.copyOf(reasons.getOrDefault(path, Set.of())))));
            return new Selection(kept);
        }
    }
}
