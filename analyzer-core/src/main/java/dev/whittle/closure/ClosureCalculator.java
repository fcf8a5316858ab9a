package dev.whittle.closure;

import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Edge;
import dev.whittle.resolve.LoaderOptions;
import dev.whittle.resolve.Outcome;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolution;
import dev.whittle.resolve.Resolver;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From the files asked for to the paths that must be there for them. A path is kept as the loader opens it: with every
 * link on the way and every directory above, so that the same names lead to the same files in the output.
 */
public final class ClosureCalculator {
    private final Resolver resolver;
    private final RootFs root;
    private final ClosureRequest request;
    private final Selection.Builder selection = new Selection.Builder();
    private final List<Resolution> resolutions = new ArrayList<>();
    private final Map<RootPath, Reason> excluded = new LinkedHashMap<>();
    private final Set<RootPath> resolved = new HashSet<>();
    private final Set<RootPath> entered = new HashSet<>();
    private final Set<PathPattern> effective = new HashSet<>();

    private ClosureCalculator(Resolver resolver, ClosureRequest request) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.request = request;
    }

    /**
     * @throws java.nio.file.FileSystemException if a path asked for is not there or cannot be read
     * @throws BadElfException if a program asked for is no ELF file
     */
    public static Closure calculate(Resolver resolver, ClosureRequest request) throws IOException, BadElfException {
        return new ClosureCalculator(resolver, request).run();
    }

    private Closure run() throws IOException, BadElfException {
        for (RootPath path : request.programs()) {
            Program program = resolver.open(path);
            keep(path.raw(), new Reason(Reason.Kind.REQUESTED, "asked for"));
            keepClosure(program);
        }
        for (PathPattern include : request.includes()) {
            List<RootPath> paths = include.expand(root);
            if (paths.isEmpty()) {
                throw new NoSuchFileException(include.raw(), null, "nothing to include under this name");
            }
            for (RootPath path : paths) {
                include(path, new Reason(Reason.Kind.INCLUDED, "included by " + include.raw()));
            }
        }
        List<Closure.Excluded> lost = new ArrayList<>();
        excluded.forEach((path, reason) -> lost.add(new Closure.Excluded(path, reason)));
        List<PathPattern> idle = new ArrayList<>(request.excludes());
        idle.removeAll(effective);
        return new Closure(selection.build(), resolutions, lost, idle);
    }

    private void include(RootPath start, Reason reason) throws IOException {
        Deque<RootPath> pending = new ArrayDeque<>();
        pending.push(start);
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            if (isExcluded(path)) {
                continue;
            }
            Walk.Result result = Walk.follow(root, path);
            if (!(result instanceof Walk.Result.Found found)) {
                keepDangling(path, reason);
                continue;
            }
            keep(path.raw(), reason);
            if (found.node() instanceof Node.Directory && entered.add(found.path())) {
                root.list(found.path())
                        .forEach(name -> pending.push(found.path().child(name)));
            } else if (found.node() instanceof Node.RegularFile file) {
                includeIfElf(path, found.path(), file);
            }
        }
    }

    /** A link that leads nowhere is kept as it is: it may be one to /proc or to a file made at run time. */
    private void keepDangling(RootPath path, Reason reason) throws IOException {
        Walk.Result itself = Walk.followParents(root, path);
        if (itself instanceof Walk.Result.Found link) {
            keepWay(link.via(), path.raw());
            add(link.path(), link.node(), reason);
        }
    }

    private void includeIfElf(RootPath path, RootPath realPath, Node.RegularFile file) throws IOException {
        ElfInspection inspection = resolver.facts().inspect(realPath, file);
        if (inspection.facts().isPresent()) {
            keepClosure(new Program(path, realPath, file, inspection.facts().get()));
        }
    }

    private void keepClosure(Program program) throws IOException {
        if (!resolved.add(program.realPath())) {
            return;
        }
        List<String> known = resolver.hwcaps(program);
        for (List<String> levels : request.hwcaps().processors(known)) {
            LoaderOptions options = request.options().withHwcaps(levels);
            Resolution resolution = resolver.resolve(program, options);
            if (levels.isEmpty()) {
                resolutions.add(resolution);
            }
            keep(resolution);
        }
    }

    private void keep(Resolution resolution) throws IOException {
        String program = resolution.program().path();
        if (resolution.interpreter().isPresent()
                && !resolution.interpreter().get().isMissing()) {
            keep(
                    resolution.interpreter().get().path(),
                    new Reason(Reason.Kind.INTERPRETER, "interpreter of " + program));
        }
        for (Edge edge : resolution.edges()) {
            if (edge.outcome() instanceof Outcome.Found found) {
                keepLibrary(edge, found.path());
                if (edge.kind() == Edge.Kind.AUDIT) {
                    keepAuditor(found);
                }
            }
        }
        for (RootPath file : resolution.configuration()) {
            keep(file.raw(), new Reason(Reason.Kind.CONFIGURATION, "read by the loader of " + program));
        }
    }

    /** An audit library has a name space of its own, and so libraries of its own. */
    private void keepAuditor(Outcome.Found found) throws IOException {
        RootPath path = found.object().realPath();
        if (root.node(path).orElse(null) instanceof Node.RegularFile file) {
            includeIfElf(path, path, file);
        }
    }

    private void keepLibrary(Edge edge, String path) throws IOException {
        String how =
                switch (edge.kind()) {
                    case PRELOAD -> "preloaded as ";
                    case AUDIT -> "audits " + edge.requester().path() + " as ";
                    case NEEDED, AUXILIARY, FILTER ->
                        "needed by " + edge.requester().path() + " as ";
                };
        keep(path, new Reason(Reason.Kind.LIBRARY, how + edge.name()));
    }

    /** Keeps what a raw path leads to, and the way there. */
    private void keep(String rawPath, Reason reason) throws IOException {
        Walk.Result result = Walk.follow(root, RootPath.ROOT, rawPath);
        if (result instanceof Walk.Result.Found found) {
            keepWay(found.via(), rawPath);
            add(found.path(), found.node(), reason);
        }
    }

    private void keepWay(List<RootPath> via, String rawPath) throws IOException {
        for (RootPath step : via) {
            Node node = root.node(step).orElseThrow();
            Reason reason = node instanceof Node.SymbolicLink
                    ? new Reason(Reason.Kind.LINK, "link on the way to " + rawPath)
                    : new Reason(Reason.Kind.PARENT, "directory above " + rawPath);
            add(step, node, reason);
        }
    }

    private void add(RootPath path, Node node, Reason reason) {
        if (path.isRoot()) {
            return;
        }
        if (!isExcluded(path)) {
            selection.add(path, node, reason);
        } else if (reason.isRequired()) {
            excluded.putIfAbsent(path, reason);
        }
    }

    private boolean isExcluded(RootPath path) {
        boolean any = false;
        for (PathPattern pattern : request.excludes()) {
            if (pattern.covers(path)) {
                effective.add(pattern);
                any = true;
            }
        }
        return any;
    }
}
