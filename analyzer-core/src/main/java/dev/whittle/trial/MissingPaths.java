package dev.whittle.trial;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the original has and the slim image lacks, by path, by the end of a path, and by name. */
final class MissingPaths {
    /** Limit for chains of interpreters: a program's interpreter may be a script. */
    private static final int MAX_DEPTH = Shebang.MAX_DEPTH;

    private final Resolver original;
    private final RootFs root;
    private final RootFs slim;
    private final Map<String, List<RootPath>> byName = new HashMap<>();

    private MissingPaths(Resolver original, RootFs slim) {
        this.original = original;
        this.root = original.root();
        this.slim = slim;
    }

    static MissingPaths of(Resolver original, RootFs slim) throws IOException {
        MissingPaths missing = new MissingPaths(original, slim);
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        while (!pending.isEmpty()) {
            for (RootFs.Entry entry : missing.root.entries(pending.pop())) {
                RootPath path = entry.path();
                if (SystemPaths.isMounted(path)) {
                    continue;
                }
                if (slim.node(path).isEmpty()) {
                    missing.byName
                            .computeIfAbsent(path.name(), name -> new ArrayList<>())
                            .add(path);
                }
                if (entry.node() instanceof Node.Directory) {
                    pending.push(path);
                }
            }
        }
        return missing;
    }

    RootFs original() {
        return root;
    }

    RootFs slim() {
        return slim;
    }

    /** Paths with this last component, in any order. */
    List<RootPath> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** Files whose name has this prefix. */
    List<RootPath> beginningWith(String start) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** Paths that end in these components. */
    List<RootPath> endingIn(String relative) {
        List<String> parts = RootPath.split(relative);
        if (parts.isEmpty()) {
            return List.of();
        }
        String end = "/" + String.join("/", parts);
        return named(parts.get(parts.size() - 1)).stream()
                .filter(path -> path.raw().endsWith(end))
                .toList();
    }

    /**
     * What explains a failed look-up of a path: the path itself; the interpreter of an existing program; or the
     * directory in which it would have been created.
     *
     * @param raw absolute
     * @param follows whether a link in the last component would have been followed
     * @param makes whether it may have been looked up in order to create it
     */
    Optional<RootPath> lacking(String raw, boolean follows, boolean makes) throws IOException {
        RootPath path = Walk.normalise(root, raw);
        if (path.isRoot() || SystemPaths.isMounted(path)) {
            return Optional.empty();
        }
        Optional<Walk.Result.Found> here = found(root, path, follows);
        if (here.isPresent()) {
            return found(slim, path, follows).isEmpty() ? Optional.of(path) : interpreter(here.get(), 0);
        }
        for (RootPath above = path.parent(); makes && !above.isRoot(); above = above.parent()) {
            Optional<Walk.Result.Found> directory = found(root, above, true);
            if (directory.isPresent()) {
                boolean lacks = directory.get().node() instanceof Node.Directory
                        && found(slim, above, true).isEmpty();
                return lacks ? Optional.of(above) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** execve(2) fails with ENOENT if the program's interpreter does not exist. */
    private Optional<RootPath> interpreter(Walk.Result.Found program, int depth) throws IOException {
        if (depth > MAX_DEPTH || !(program.node() instanceof Node.RegularFile file)) {
            return Optional.empty();
        }
        Optional<ElfFacts> facts =
                original.facts().inspect(program.path(), file).facts();
        Optional<String> name = facts.isPresent() ? facts.get().interpreter() : shebang(program.path());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        RootPath path = Walk.normalise(root, name.get());
        Optional<Walk.Result.Found> found = found(root, path, true);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return found(slim, path, true).isEmpty() ? Optional.of(path) : interpreter(found.get(), depth + 1);
    }

    private Optional<String> shebang(RootPath script) throws IOException {
        try (ByteSource content = root.open(script)) {
            return Shebang.of(content).map(Shebang::interpreter);
        }
    }

    /** How much to keep of a path that was looked up like this. */
    Missing.Extent extent(RootPath path, boolean listed) throws IOException {
        boolean directory = found(root, path, true)
                .filter(found -> found.node() instanceof Node.Directory)
                .isPresent();
        return !directory ? Missing.Extent.FILE : listed ? Missing.Extent.TREE : Missing.Extent.DIRECTORY;
    }

    /** Whether the original has a program with this path. */
    boolean isProgram(RootPath path) throws IOException {
        return found(root, path, true)
                .filter(found -> found.node() instanceof Node.RegularFile file
                        && (file.attributes().mode() & 0111) != 0)
                .isPresent();
    }

    static Optional<Walk.Result.Found> found(RootFs root, RootPath path, boolean follows) throws IOException {
        return (follows ? Walk.follow(root, path) : Walk.followParents(root, path)).found();
    }
}
