package dev.whittle.trace;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A trace compared with what would be kept: a measure of static analysis.
 *
 * @param lacking used in the trace, in the root, and not kept; one per file, in the order of the trace
 * @param failed looked for and not found in the trace, in the root, and not kept; likewise
 * @param unused kept files that the trace did not open, in byte order
 * @param opened regular files of the root that were opened or executed
 * @param kept regular files that are kept
 * @param remarks of {@link TracedFiles}, and of paths that are neither kept nor lacking
 */
public record TraceDiff(
        String trace,
        List<Lacking> lacking,
        List<Lacking> failed,
        List<Sized> unused,
        Sum opened,
        Sum kept,
        List<String> remarks) {
    /** Limit for interpreters of interpreters. */
    private static final int MAX_DEPTH = Shebang.MAX_DEPTH;

    private static final String CACHE = "/etc/ld.so.cache";

    public TraceDiff {
        lacking = List.copyOf(lacking);
        failed = List.copyOf(failed);
        unused = List.copyOf(unused);
        remarks = List.copyOf(remarks);
    }

    /**
     * @param path as in the trace
     * @param bytes size of a regular file, otherwise 0
     * @param family that has it as optional, so that {@code --with} keeps it
     */
    public record Lacking(RootPath path, Access access, long bytes, Optional<String> family) {}

    /** A regular file with its size. */
    public record Sized(RootPath path, long bytes) {}

    /** Regular files, each counted once. */
    public record Sum(int files, long bytes) {
        static Sum of(Iterable<Sized> all) {
            int files = 0;
            long bytes = 0;
            for (Sized each : all) {
                files++;
                bytes += each.bytes();
            }
            return new Sum(files, bytes);
        }
    }

    public Sum unusedSum() {
        return Sum.of(unused);
    }

    public long lackingBytes() {
        return lacking.stream().mapToLong(Lacking::bytes).sum();
    }

    public long failedBytes() {
        return failed.stream().mapToLong(Lacking::bytes).sum();
    }

    /** Whether everything is kept that the trace used or looked for. */
    public boolean isComplete() {
        return lacking.isEmpty() && failed.isEmpty();
    }

    public static TraceDiff of(Trace trace, Closure closure, Resolver resolver) throws IOException {
        RootFs root = resolver.root();
        TracedFiles files = TracedFiles.of(trace, root);
        Map<RootPath, Long> opened = new LinkedHashMap<>();
        List<Lacking> lacking = new ArrayList<>();
        Set<RootPath> reported = new HashSet<>();
        List<String> remarks = new ArrayList<>(files.remarks());
        for (TracedFiles.Used used : files.used()) {
            Walk.Result.Found found = found(root, used);
            long size = found.node() instanceof Node.RegularFile file ? file.size() : 0;
            if (used.access().isRead() && found.node() instanceof Node.RegularFile) {
                opened.put(found.path(), size);
            }
            if (used.access().kind() == Access.Kind.EXECUTED) {
                interpreters(resolver, found, opened, 0);
            }
            List<RootPath> way = new ArrayList<>(found.via());
            way.add(found.path());
            way.removeIf(RootPath::isRoot);
            if (way.stream().anyMatch(step -> closure.selection().get(step).isEmpty()) && reported.add(found.path())) {
                if (isIdle(closure, found.path())) {
                    remarks.add(
                            CACHE + " is not kept: the loader opens it at each start, and finds nothing by it alone");
                    continue;
                }
                boolean itself = closure.selection().get(found.path()).isEmpty();
                lacking.add(new Lacking(used.path(), used.access(), itself ? size : 0, family(closure, used.path())));
            }
        }
        List<Lacking> failed = failed(files.failed(), closure, root);
        List<Sized> kept = kept(closure.selection());
        return new TraceDiff(
                trace.name(),
                lacking,
                failed,
                kept.stream().filter(each -> !opened.containsKey(each.path())).toList(),
                Sum.of(opened.entrySet().stream()
                        .map(entry -> new Sized(entry.getKey(), entry.getValue()))
                        .toList()),
                Sum.of(kept),
                remarks);
    }

    private static List<Lacking> failed(List<TracedFiles.Used> all, Closure closure, RootFs root) throws IOException {
        List<Lacking> failed = new ArrayList<>();
        Set<RootPath> reported = new HashSet<>();
        for (TracedFiles.Used used : all) {
            Walk.Result.Found found = found(root, used);
            boolean isKept = closure.selection().get(found.path()).isPresent();
            if (!isKept && !isIdle(closure, found.path()) && reported.add(found.path())) {
                long size = found.node() instanceof Node.RegularFile file ? file.size() : 0;
                failed.add(new Lacking(used.path(), used.access(), size, family(closure, used.path())));
            }
        }
        return failed;
    }

    /** elf/dl-cache.c:_dl_load_cache_lookup opens it for every look-up; an output that needs it has its own. */
    private static boolean isIdle(Closure closure, RootPath path) {
        return path.raw().equals(CACHE)
                && closure.excluded().stream()
                        .noneMatch(excluded -> excluded.path().equals(path));
    }

    /** A root contains only the link to something that is mounted at run time. */
    private static Walk.Result.Found found(RootFs root, TracedFiles.Used used) throws IOException {
        Optional<Walk.Result.Found> itself =
                Walk.followParents(root, used.path()).found();
        Optional<Walk.Result.Found> target = used.access().follows()
                ? Walk.follow(root, used.path()).found().filter(found -> !SystemPaths.isMounted(found.path()))
                : Optional.empty();
        return target.or(() -> itself).orElseThrow();
    }

    /** The kernel opens them without a system call: fs/binfmt_elf.c:load_elf_binary, fs/binfmt_script.c:load_script. */
    private static void interpreters(
            Resolver resolver, Walk.Result.Found program, Map<RootPath, Long> opened, int depth) throws IOException {
        if (depth > MAX_DEPTH || !(program.node() instanceof Node.RegularFile file)) {
            return;
        }
        RootFs root = resolver.root();
        Optional<ElfFacts> facts =
                resolver.facts().inspect(program.path(), file).facts();
        Optional<String> name = facts.isPresent() ? facts.get().interpreter() : shebang(root, program.path());
        Optional<Walk.Result.Found> found = name.isEmpty()
                ? Optional.empty()
                : Walk.follow(root, RootPath.ROOT, name.get()).found();
        if (found.isPresent() && found.get().node() instanceof Node.RegularFile interpreter) {
            opened.put(found.get().path(), interpreter.size());
            interpreters(resolver, found.get(), opened, depth + 1);
        }
    }

    private static Optional<String> shebang(RootFs root, RootPath script) throws IOException {
        try (ByteSource content = root.open(script)) {
            return Shebang.of(content).map(Shebang::interpreter);
        }
    }

    private static Optional<String> family(Closure closure, RootPath path) {
        for (Closure.Hidden hidden : closure.hidden()) {
            Finding finding = hidden.finding();
            boolean covers =
                    finding.paths().contains(path) || finding.trees().stream().anyMatch(path::startsWith);
            if (!hidden.taken() && finding.isOptional() && covers) {
                return Optional.of(finding.family());
            }
        }
        return Optional.empty();
    }

    private static List<Sized> kept(Selection selection) {
        List<Sized> all = new ArrayList<>();
        for (Selection.Kept each : selection.all()) {
            if (each.node() instanceof Node.RegularFile file) {
                all.add(new Sized(each.path(), file.size()));
            }
        }
        return all;
    }
}
