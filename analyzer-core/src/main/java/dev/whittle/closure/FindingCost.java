package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Edge;
import dev.whittle.resolve.LoaderOptions;
import dev.whittle.resolve.Outcome;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.Shebang;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bytes that a finding would bring which nothing has brought yet: its files, and the libraries of those that are programs. */
final class FindingCost {
    private static final int MAX_ENTRIES = 20_000;

    private final Resolver resolver;
    private final RootFs root;
    private final LoaderOptions options;

    /** Of each file, itself and its libraries, with their sizes. */
    private final Map<RootPath, Map<RootPath, Long>> pieces = new HashMap<>();

    /** The words of the first line of scripts; empty for other files. */
    private final Map<RootPath, String> interpreters = new HashMap<>();

    FindingCost(Resolver resolver, LoaderOptions options) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.options = options;
    }

    /** @param limit where counting may stop */
    long of(Finding finding, Selection kept, long limit) throws IOException {
        Set<RootPath> counted = new HashSet<>();
        long bytes = 0;
        int entries = 0;
        Deque<RootPath> pending = new ArrayDeque<>(finding.paths());
        pending.addAll(finding.trees());
        Set<RootPath> trees = new HashSet<>(finding.trees());
        while (!pending.isEmpty() && bytes <= limit) {
            RootPath path = pending.pop();
            entries++;
            if (entries > MAX_ENTRIES) {
                return Long.MAX_VALUE;
            }
            Optional<Walk.Result.Found> found = found(path);
            if (found.isEmpty()) {
                continue;
            }
            RootPath real = found.get().path();
            if (found.get().node() instanceof Node.RegularFile file) {
                if (lacksInterpreter(real, file, kept)) {
                    return Long.MAX_VALUE;
                }
                for (Map.Entry<RootPath, Long> piece : pieces(path, real, file).entrySet()) {
                    boolean isNew = kept.get(piece.getKey()).isEmpty() && counted.add(piece.getKey());
                    bytes += isNew ? piece.getValue() : 0;
                }
            } else if (found.get().node() instanceof Node.Directory && trees.contains(path) && counted.add(real)) {
                for (String name : list(real)) {
                    trees.add(real.child(name));
                    pending.push(real.child(name));
                }
            }
        }
        return bytes;
    }

    /**
     * Whether a file is a script of an interpreter that is not kept: with it comes the library of its language, which is found only
     * then. Shells have none.
     */
    private boolean lacksInterpreter(RootPath real, Node.RegularFile file, Selection kept) throws IOException {
        if (!file.attributes().isExecutable()) {
            return false;
        }
        String words = interpreters.get(real);
        if (words == null) {
            try (ByteSource content = root.open(real)) {
                words = Shebang.of(content)
                        .map(line -> line.interpreter() + " " + line.argument().orElse(""))
                        .orElse("");
            } catch (AccessDeniedException e) {
                words = "";
            }
            interpreters.put(real, words);
        }
        String[] all = words.strip().split("[ \t]+", -1);
        String name = all[0].substring(all[0].lastIndexOf('/') + 1);
        if (name.equals("env") && all.length > 1) {
            name = all[1];
        }
        if (name.isEmpty() || Shells.isShell(name)) {
            return false;
        }
        for (String directory : List.of("/usr/bin/", "/bin/", "/usr/local/bin/", "/usr/sbin/", "/sbin/")) {
            if (kept.get(RootPath.of(directory + name)).isPresent()) {
                return false;
            }
        }
        return !all[0].startsWith("/") || kept.get(RootPath.of(all[0])).isEmpty();
    }

    private Optional<Walk.Result.Found> found(RootPath path) throws IOException {
        return Walk.follow(root, path).found();
    }

    private Iterable<String> list(RootPath directory) throws IOException {
        try {
            return root.list(directory);
        } catch (AccessDeniedException e) {
            return Set.of();
        }
    }

    private Map<RootPath, Long> pieces(RootPath path, RootPath real, Node.RegularFile file) throws IOException {
        Map<RootPath, Long> known = pieces.get(real);
        if (known != null) {
            return known;
        }
        Map<RootPath, Long> all = new HashMap<>();
        all.put(real, file.size());
        Optional<ElfFacts> facts;
        try {
            facts = resolver.facts().facts(real, file);
        } catch (AccessDeniedException e) {
            facts = Optional.empty();
        }
        if (facts.isPresent()) {
            for (Edge edge : resolver.resolve(new Program(path, real, file, facts.get()), options)
                    .edges()) {
                if (edge.outcome() instanceof Outcome.Found library) {
                    RootPath its = library.object().realPath();
                    if (root.node(its).orElse(null) instanceof Node.RegularFile node) {
                        all.put(its, node.size());
                    }
                }
            }
        }
        pieces.put(real, all);
        return all;
    }
}
