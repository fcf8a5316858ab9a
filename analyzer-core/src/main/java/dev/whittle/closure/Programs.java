package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.LoaderVariables;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps what programs need to start: their loader, libraries, and the interpreters of scripts. */
final class Programs {
    private final Resolver resolver;
    private final RootFs root;
    private final ClosureRequest request;
    private final SelectionCollector keeper;
    private final List<Resolution> resolutions = new ArrayList<>();
    private final List<Resolution> optional = new ArrayList<>();
    private final Map<RootPath, Set<LoaderOptions>> resolved = new HashMap<>();
    private final Set<RootPath> complete = new HashSet<>();
    private final Map<RootPath, LoaderVariables> environments = new HashMap<>();

    Programs(Resolver resolver, ClosureRequest request, SelectionCollector keeper) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.request = request;
        this.keeper = keeper;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    /** Results for files that a family of hidden dependencies added since the last call. */
    List<Resolution> takeOptional() {
        List<Resolution> taken = List.copyOf(optional);
        optional.clear();
        return taken;
    }

    /** A file that is started: it is kept whatever it is, and with it what the kernel starts for it. */
    void keepStarted(ClosureRequest.Started started) throws IOException {
        Reason reason = new Reason(Reason.Kind.STARTED, started.evidence());
        Optional<Walk.Result.Found> found = keeper.keep(started.path().raw(), reason);
        if (found.isEmpty()) {
            throw new NoSuchFileException(started.path().raw(), null, "no such file, but " + started.evidence());
        }
        started.variables().ifPresent(variables -> environments.put(found.get().path(), variables));
        keepInterpreters(started.path(), found.get(), options(started.variables()), 0);
    }

    private void keepInterpreters(RootPath path, Walk.Result.Found script, LoaderOptions options, int depth)
            throws IOException {
        if (!(script.node() instanceof Node.RegularFile file)
                || keepIfElf(path, script.path(), file, options, resolutions)) {
            return;
        }
        Optional<Shebang> line;
        try (ByteSource content = root.open(script.path())) {
            line = Shebang.of(content);
        }
        if (line.isEmpty() || depth > Shebang.MAX_DEPTH) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(line.get().interpreter()));
        line.get().envCommand().flatMap(name -> find(name).map(RootPath::raw)).ifPresent(names::add);
        for (String name : names) {
            Reason reason =
                    new Reason(Reason.Kind.INTERPRETER, "interpreter of the script " + path.raw(), script.path());
            Optional<Walk.Result.Found> found = keeper.keep(name, reason);
            if (found.isPresent()) {
                keepInterpreters(Walk.normalise(root, name), found.get(), options, depth + 1);
            }
        }
    }

    private Optional<RootPath> find(String command) {
        try {
            return request.commands().find(root, command);
        } catch (IOException e) {
            return Optional.empty(); // a directory of PATH that may not be searched: the shell also skips it
        }
    }

    /** @return whether it is an ELF file */
    boolean keepIfElf(RootPath path, RootPath realPath, Node.RegularFile file) throws IOException {
        return keepIfElf(path, realPath, file, request.options(), resolutions);
    }

    /** Like {@link #keepIfElf}, for a file that is not needed to start the programs. */
    void keepOptional(RootPath path, RootPath realPath, Node.RegularFile file) throws IOException {
        if (!isResolved(realPath)) {
            keepIfElf(path, realPath, file, request.options(), optional);
        }
    }

    /** Like {@link #keepOptional(RootPath, RootPath, Node.RegularFile)}, for a program that a process starts. */
    void keepOptional(RootPath path, RootPath realPath, Node.RegularFile file, Optional<LoaderVariables> variables)
            throws IOException {
        keepIfElf(path, realPath, file, options(variables), optional);
    }

    private LoaderOptions options(Optional<LoaderVariables> variables) {
        return variables
                .map(loaderVariables -> request.options().with(loaderVariables))
                .orElse(request.options());
    }

    /** Variables of processes that loaders of programs read, by the programs' real paths. */
    Map<RootPath, LoaderVariables> environments() {
        return environments;
    }

    /** Whether a file had all its libraries in at least one environment. */
    boolean isComplete(RootPath realPath) {
        return complete.contains(realPath);
    }

    /** Whether a program was resolved, with any options. */
    private boolean isResolved(RootPath realPath) {
        return resolved.containsKey(realPath);
    }

    private boolean keepIfElf(
            RootPath path, RootPath realPath, Node.RegularFile file, LoaderOptions options, List<Resolution> target)
            throws IOException {
        Optional<ElfFacts> facts = resolver.facts().facts(realPath, file);
        if (facts.isPresent()) {
            keep(new Program(path, realPath, file, facts.get()), options, target);
        }
        return facts.isPresent();
    }

    void keep(Program program) throws IOException {
        keep(program, request.options(), resolutions);
    }

    private void keep(Program program, LoaderOptions environment, List<Resolution> target) throws IOException {
        if (!resolved.computeIfAbsent(program.realPath(), path -> new HashSet<>())
                .add(environment)) {
            return;
        }
        // A library on its own starts nothing that could be audited.
        LoaderOptions surroundings =
                program.facts().interpreter().isPresent() ? environment : environment.withAudit(List.of());
        Resolution base = resolver.resolve(program, surroundings.withHwcaps(List.of()));
        target.add(base);
        if (base.isComplete()) {
            complete.add(program.realPath());
        }
        keep(base);
        for (List<String> levels : request.hwcaps().processors(resolver.hwcaps(program, surroundings))) {
            keep(resolver.resolve(program, surroundings.withHwcaps(levels)));
        }
    }

    private void keep(Resolution resolution) throws IOException {
        String program = resolution.program().path();
        RootPath because = resolution.program().realPath();
        if (resolution.interpreter().isPresent()
                && !resolution.interpreter().get().isMissing()) {
            keeper.keep(
                    resolution.interpreter().get().path(),
                    new Reason(Reason.Kind.INTERPRETER, "interpreter of " + program, because));
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
            keeper.keep(file.raw(), new Reason(Reason.Kind.CONFIGURATION, "read by the loader of " + program, because));
        }
    }

    /** An audit library has its own namespace, and so its own libraries. */
    private void keepAuditor(Outcome.Found found) throws IOException {
        RootPath path = found.object().realPath();
        if (root.node(path).orElse(null) instanceof Node.RegularFile file) {
            keepIfElf(path, path, file);
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
        keeper.keep(
                path,
                new Reason(
                        Reason.Kind.LIBRARY, how + edge.name(), edge.requester().realPath()));
    }
}
