package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The paths to keep, in byte order and parents first, each with its reasons. All paths are real. */
public final class Selection {
    private final SortedMap<RootPath, Kept> kept;
    private final Map<String, Reason> names;

    private Selection(SortedMap<RootPath, Kept> kept, Map<String, Reason> names) {
        this.kept = kept;
        this.names = names;
    }

    /**
     * @param reasons at least one, the first found first
     * @param content of a file that is written anew; empty if it is the root's. It holds nothing open
     */
    public record Kept(RootPath path, Node node, List<Reason> reasons, Optional<ByteSource> content) {}

    public Collection<Kept> all() {
        return Collections.unmodifiableCollection(kept.values());
    }

    public Optional<Kept> get(RootPath path) {
        return Optional.ofNullable(kept.get(path));
    }

    /**
     * The names, raw and links unresolved, under which something asked for what is kept, each with its first reason: for an
     * output that cannot hold the links on the way.
     */
    public Map<String, Reason> names() {
        return Collections.unmodifiableMap(names);
    }

    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Collects paths; the same path twice gathers the reasons of both. */
    static final class Builder {
        private final SortedMap<RootPath, Node> nodes = new TreeMap<>();
        private final SortedMap<RootPath, Set<Reason>> reasons = new TreeMap<>();
        private final Map<RootPath, ByteSource> contents = new HashMap<>();

        private final Map<String, Reason> names = new LinkedHashMap<>();

        void name(String rawPath, Reason reason) {
            names.putIfAbsent(rawPath, reason);
        }

        /** @return whether the path is new */
        boolean add(RootPath path, Node node, Reason reason) {
            reasons.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(reason);
            return nodes.put(path, node) == null;
        }

        /** Its bytes are these, whatever the root has there. */
        void write(RootPath path, Node.RegularFile file, ByteSource content, Reason reason) {
            add(path, file, reason);
            contents.put(path, content);
        }

        /**
         * Takes a path away, and what is there only on the way to it.
         *
         * @return whether it was there
         */
        boolean remove(RootPath path) {
            boolean isKept = nodes.remove(path) != null;
            reasons.remove(path);
            contents.remove(path);
            List<RootPath> ways = new ArrayList<>();
            reasons.forEach((way, its) -> {
                its.removeIf(reason ->
                        isWay(reason) && reason.because().filter(path::equals).isPresent());
                if (its.isEmpty()) {
                    ways.add(way);
                }
            });
            ways.forEach(this::remove);
            return isKept;
        }

        private static boolean isWay(Reason reason) {
            return reason.kind() == Reason.Kind.LINK || reason.kind() == Reason.Kind.PARENT;
        }

        /** The time of the newest of all that is kept for itself, and not on the way to something. */
        Optional<Instant> newest() {
            return nodes.entrySet().stream()
                    .filter(entry -> !reasons.getOrDefault(entry.getKey(), Set.of()).stream()
                            .allMatch(Builder::isWay))
                    .filter(entry -> !contents.containsKey(entry.getKey()))
                    .map(entry -> entry.getValue().attributes().modified())
                    .max(Comparator.naturalOrder());
        }

        Selection build() {
            SortedMap<RootPath, Kept> kept = new TreeMap<>();
            nodes.forEach((path, node) -> kept.put(
                    path,
                    new Kept(
                            path,
                            node,
                            List.copyOf(reasons.getOrDefault(path, Set.of())),
                            Optional.ofNullable(contents.get(path)))));
            return new Selection(kept, new LinkedHashMap<>(names));
        }
    }
}
