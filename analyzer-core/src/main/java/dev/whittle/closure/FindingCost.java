package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The bytes that a finding would add to what is already kept: its files, and the libraries of those that are programs.
 */
final class FindingCost {
    private static final int MAX_ENTRIES = 20_000;

    /** Limit for what only its interpreter makes large, in bytes. */
    private static final long SMALL = 1L << 20;

    private final Resolver resolver;
    private final RootFs root;
    private final LoaderOptions options;

    /** Each file and its libraries, with their sizes. */
    private final Map<RootPath, Map<RootPath, Long>> pieces = new HashMap<>();

    /** The words of the first line of scripts; empty for other files. */
    private final Map<RootPath, String> interpreters = new HashMap<>();

    private final Map<Finding, Count> counts = new HashMap<>();

    /** The state of counting one finding: each round continues where the previous one stopped. */
    private static final class Count {
        private final Deque<RootPath> pending;
        private final Set<RootPath> trees;
        private final Set<RootPath> listed = new HashSet<>();
        private final Map<RootPath, Long> pieces = new LinkedHashMap<>();
        private final Set<String> interpreters = new LinkedHashSet<>();
        private int entries;

        Count(Finding finding) {
            pending = new ArrayDeque<>(finding.paths());
            pending.addAll(finding.trees());
            trees = new HashSet<>(finding.trees());
        }
    }

    FindingCost(Resolver resolver, LoaderOptions options) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.options = options;
    }

    /**
     * @param isKept whether a real path is kept; kept paths are never dropped, so a finding only gets cheaper
     * @param limit where counting may stop
     * @return {@link Long#MAX_VALUE} if there is too much to count, or something else is needed first
     */
    long of(Finding finding, Predicate<RootPath> isKept, long limit) throws IOException {
        Count count = counts.computeIfAbsent(finding, Count::new);
        long bytes = 0;
        for (Map.Entry<RootPath, Long> piece : count.pieces.entrySet()) {
            bytes += isKept.test(piece.getKey()) ? 0 : piece.getValue();
            if (bytes > limit) {
                return bytes;
            }
        }
        while (!count.pending.isEmpty() && bytes <= limit) {
            if (count.entries > MAX_ENTRIES) {
                return Long.MAX_VALUE;
            }
            bytes += step(count, isKept);
        }
        return lacksInterpreter(count, isKept) ? Long.MAX_VALUE : bytes;
    }

    /** Whether all of a finding was counted, and it is small, but has scripts for an interpreter that is not kept. */
    boolean isForAnother(Finding finding, Predicate<RootPath> isKept) {
        Count count = counts.computeIfAbsent(finding, Count::new);
        long bytes = count.pieces.entrySet().stream()
                .filter(piece -> !isKept.test(piece.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return count.pending.isEmpty() && bytes <= SMALL && lacksInterpreter(count, isKept);
    }

    private static boolean lacksInterpreter(Count count, Predicate<RootPath> isKept) {
        return count.interpreters.stream().anyMatch(interpreter -> lacks(interpreter, isKept));
    }

    /** Counts one more entry. Returns the bytes that are not kept. */
    private long step(Count count, Predicate<RootPath> isKept) throws IOException {
        RootPath path = count.pending.pop();
        count.entries++;
        Optional<Walk.Result.Found> found = found(path);
        if (found.isEmpty()) {
            return 0;
        }
        RootPath real = found.get().path();
        long bytes = 0;
        if (found.get().node() instanceof Node.RegularFile file) {
            interpreter(real, file).ifPresent(count.interpreters::add);
            for (Map.Entry<RootPath, Long> piece : pieces(path, real, file).entrySet()) {
                boolean isNew = count.pieces.put(piece.getKey(), piece.getValue()) == null;
                bytes += isNew && !isKept.test(piece.getKey()) ? piece.getValue() : 0;
            }
        } else if (found.get().node() instanceof Node.Directory
                && count.trees.contains(path)
                && count.listed.add(real)) {
            for (String name : list(real)) {
                count.trees.add(real.child(name));
                count.pending.push(real.child(name));
            }
        }
        return bytes;
    }

    /**
     * The first line of a script whose language has a library: it is found only once the interpreter is kept. Shells
     * have none.
     */
    private Optional<String> interpreter(RootPath real, Node.RegularFile file) throws IOException {
        if (!file.attributes().isExecutable()) {
            return Optional.empty();
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
        return words.isEmpty() || Shells.isShell(name(words)) ? Optional.empty() : Optional.of(words);
    }

    private static String name(String words) {
        String[] all = words.strip().split("[ \t]+", -1);
        String name = all[0].substring(all[0].lastIndexOf('/') + 1);
        return name.equals("env") && all.length > 1 ? all[1] : name;
    }

    private static boolean lacks(String words, Predicate<RootPath> isKept) {
        String name = name(words);
        for (String directory : List.of("/usr/bin/", "/bin/", "/usr/local/bin/", "/usr/sbin/", "/sbin/")) {
            if (isKept.test(RootPath.of(directory + name))) {
                return false;
            }
        }
        int blank = words.indexOf(' ');
        String path = words.substring(0, blank);
        return !path.startsWith("/") || !isKept.test(RootPath.of(path));
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
                    RootPath rootPath = library.object().realPath();
                    if (root.node(rootPath).orElse(null) instanceof Node.RegularFile node) {
                        all.put(rootPath, node.size());
                    }
                }
            }
        }
        pieces.put(real, all);
        return all;
    }
}
