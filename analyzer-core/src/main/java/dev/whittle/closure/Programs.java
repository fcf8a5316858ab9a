package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfFacts;
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
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what programs need to start: their loader, libraries, and the interpreters of scripts. */
final class Programs {
    private final Resolver resolver;
    private final RootFs root;
    private final ClosureRequest request;
    private final Keeper keeper;
    private final List<Resolution> resolutions = new ArrayList<>();
    private final List<Resolution> optional = new ArrayList<>();
    private final Set<RootPath> resolved = new HashSet<>();

    Programs(Resolver resolver, ClosureRequest request, Keeper keeper) {
        this.resolver = resolver;
        this.root = resolver.root();
        this.request = request;
        this.keeper = keeper;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    /** Those of files that a family of hidden dependencies brought since the last call. */
    List<Resolution> takeOptional() {
        List<Resolution> taken = List.copyOf(optional);
        optional.clear();
        return taken;
    }

    /** A file that is started: whatever it is, it stays, and what the kernel starts for it too. */
    void keepStarted(ClosureRequest.Started started) throws IOException {
        Reason reason = new Reason(Reason.Kind.STARTED, started.evidence());
        Optional<Walk.Result.Found> found = keeper.keep(started.path().raw(), reason);
        if (found.isEmpty()) {
            throw new NoSuchFileException(started.path().raw(), null, "no such file, but " + started.evidence());
        }
        keepInterpreters(started.path(), found.get(), 0);
    }

    private void keepInterpreters(RootPath path, Walk.Result.Found script, int depth) throws IOException {
        if (!(script.node() instanceof Node.RegularFile file) || keepIfElf(path, script.path(), file)) {
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
                keepInterpreters(Walk.normalise(root, name), found.get(), depth + 1);
            }
        }
    }

    private Optional<RootPath> find(String command) {
        try {
            return request.commands().find(root, command);
        } catch (IOException e) {
            return Optional.empty(); // a directory of PATH that may not be searched: the shell passes over it as well
        }
    }

    /** @return whether it is an ELF file */
    boolean keepIfElf(RootPath path, RootPath realPath, Node.RegularFile file) throws IOException {
        return keepIfElf(path, realPath, file, resolutions);
    }

    /** As {@link #keepIfElf}, for a file without which the programs start. */
    void keepOptional(RootPath path, RootPath realPath, Node.RegularFile file) throws IOException {
        keepIfElf(path, realPath, file, optional);
    }

    private boolean keepIfElf(RootPath path, RootPath realPath, Node.RegularFile file, List<Resolution> target)
            throws IOException {
        Optional<ElfFacts> facts = resolver.facts().facts(realPath, file);
        if (facts.isPresent()) {
            keep(new Program(path, realPath, file, facts.get()), target);
        }
        return facts.isPresent();
    }

    void keep(Program program) throws IOException {
        keep(program, resolutions);
    }

    private void keep(Program program, List<Resolution> target) throws IOException {
        if (!resolved.add(program.realPath())) {
            return;
        }
        List<String> known = resolver.hwcaps(program);
        // A library by itself starts nothing that could be audited.
        LoaderOptions surroundings = program.facts().interpreter().isPresent()
                ? request.options()
                : request.options().withAudit(List.of());
        for (List<String> levels : request.hwcaps().processors(known)) {
            LoaderOptions options = surroundings.withHwcaps(levels);
            Resolution resolution = resolver.resolve(program, options);
            if (levels.isEmpty()) {
                target.add(resolution);
            }
            keep(resolution);
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

    /** An audit library has a name space of its own, and so libraries of its own. */
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
