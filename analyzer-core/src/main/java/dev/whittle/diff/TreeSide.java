package dev.whittle.diff;

import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of one root.
 *
 * @param elfFiles their facts, as far as they can be read, by path
 */
record TreeSide(RootFs root, SortedMap<RootPath, Node> nodes, SortedMap<RootPath, ElfFacts> elfFiles) {
    static TreeSide of(Resolver resolver) throws IOException {
        SortedMap<RootPath, Node> nodes = nodes(resolver.root());
        List<Map.Entry<RootPath, Node>> all = new ArrayList<>(nodes.entrySet());
        List<Optional<ElfFacts>> facts = all.parallelStream()
                .map(entry -> entry.getValue() instanceof Node.RegularFile file
                        ? facts(resolver, entry.getKey(), file)
                        : Optional.<ElfFacts>empty())
                .toList();
        SortedMap<RootPath, ElfFacts> elfFiles = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            RootPath path = all.get(i).getKey();
            facts.get(i).ifPresent(elfFacts -> elfFiles.put(path, elfFacts));
        }
        return new TreeSide(resolver.root(), nodes, elfFiles);
    }

    private static SortedMap<RootPath, Node> nodes(RootFs root) throws IOException {
        SortedMap<RootPath, Node> nodes = new TreeMap<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        while (!pending.isEmpty()) {
            RootPath directory = pending.pop();
            for (String name : root.list(directory)) {
                RootPath path = directory.child(name);
                Node node = root.node(path).orElse(null);
                if (node != null) {
                    nodes.put(path, node);
                }
                if (node instanceof Node.Directory && !SystemPaths.isMountPoint(path)) {
                    pending.push(path);
                }
            }
        }
        return nodes;
    }

    private static Optional<ElfFacts> facts(Resolver resolver, RootPath path, Node.RegularFile file) {
        try {
            return RootDiff.facts(resolver, path, file);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
