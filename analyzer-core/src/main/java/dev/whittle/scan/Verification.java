package dev.whittle.scan;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.VersionProblem;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything that a closure requests exists.
 *
 * @param programs how many ELF files were resolved
 * @param paths how many paths their closure has
 * @param gaps what is missing, in the order in which the closure came to it
 * @param undetermined what could not be checked, since only a run can say it; one line each, raw
 */
public record Verification(int programs, int paths, List<Gap> gaps, List<String> undetermined) {
    public Verification {
        undetermined = List.copyOf(undetermined);
        gaps = List.copyOf(gaps);
    }

    public enum Kind {
        /** What the image starts, or its user. */
        START,
        LOADER,
        LIBRARY,
        /** A file that exists and makes the loader exit. */
        FATAL,
        VERSION,
        /** What a family of hidden dependencies reports as required. */
        FILE
    }

    /**
     * @param name what is missing, raw
     * @param askedBy the requesting file; empty for the image's configuration
     * @param program the program whose loader fails; empty if none does
     * @param message raw, one line: what is missing, and what needs it
     */
    public record Gap(Kind kind, String name, Optional<RootPath> askedBy, Optional<RootPath> program, String message) {}

    public boolean isClosed() {
        return gaps.isEmpty();
    }

    /** @param problems why the image does not start at all, one line each, raw */
    public static Verification of(RootFs root, List<String> problems, Closure closure) throws IOException {
        Set<Gap> gaps = new LinkedHashSet<>();
        for (String problem : problems) {
            gaps.add(new Gap(Kind.START, "", Optional.empty(), Optional.empty(), problem));
        }
        for (Resolution resolution : closure.resolutions()) {
            gaps.addAll(of(resolution));
        }
        for (Closure.Hidden hidden : closure.hidden()) {
            if (hidden.finding().level() == Finding.Level.REQUIRED) {
                absent(root, hidden.finding(), gaps);
            }
        }
        for (Finding finding : closure.missing()) {
            gaps.add(new Gap(
                    Kind.FILE, "", finding.because(), Optional.empty(), finding.family() + ": " + finding.evidence()));
        }
        int paths = closure.selection().all().size();
        List<String> undetermined = closure.undetermined().stream()
                .map(Finding::evidence)
                .distinct()
                .toList();
        return new Verification(closure.resolutions().size(), paths, List.copyOf(gaps), undetermined);
    }

    /** An image without even its first program. */
    public static Verification notStarted(String problem) {
        Gap gap = new Gap(Kind.START, "", Optional.empty(), Optional.empty(), problem);
        return new Verification(0, 0, List.of(gap), List.of());
    }

    private static List<Gap> of(Resolution resolution) {
        List<Gap> gaps = new ArrayList<>();
        LoadedObject program = resolution.program();
        Optional<Interpreter> lost =
                resolution.interpreter().filter(interpreter -> interpreter.requested() && interpreter.isMissing());
        if (lost.isPresent()) {
            String name = lost.get().path();
            gaps.add(gap(
                    Kind.LOADER,
                    name,
                    program,
                    program,
                    "the loader " + name + " (" + lost.get().problem() + "), named by " + program.path()));
            return gaps; // without it every library is missing, for the same reason
        }
        for (Edge edge : resolution.missing()) {
            gaps.add(gap(Kind.LIBRARY, edge.name(), edge.requester(), program, edge.name() + by(edge, program)));
        }
        for (Edge edge : resolution.fatal()) {
            Outcome.Fatal fatal = (Outcome.Fatal) edge.outcome();
            gaps.add(gap(
                    Kind.FATAL,
                    edge.name(),
                    edge.requester(),
                    program,
                    "a usable " + edge.name() + " (" + fatal.path() + ": " + fatal.reason() + ")" + by(edge, program)));
        }
        for (VersionProblem problem : resolution.versionErrors()) {
            gaps.add(gap(
                    Kind.VERSION,
                    problem.version(),
                    problem.requester(),
                    program,
                    "version " + problem.version() + " in "
                            + problem.provider().path() + ", needed by "
                            + problem.requester().path()));
        }
        return gaps;
    }

    private static String by(Edge edge, LoadedObject program) {
        boolean own = edge.requester() == program;
        return ", needed by " + edge.requester().path() + (own ? "" : " for " + program.path());
    }

    private static Gap gap(Kind kind, String name, LoadedObject asks, LoadedObject program, String message) {
        return new Gap(kind, name, Optional.of(asks.realPath()), Optional.of(program.realPath()), message);
    }

    private static void absent(RootFs root, Finding finding, Set<Gap> gaps) throws IOException {
        List<RootPath> paths = new ArrayList<>(finding.paths());
        paths.addAll(finding.trees());
        for (RootPath path : paths) {
            boolean known = gaps.stream()
                    .anyMatch(gap -> gap.kind() == Kind.FILE && gap.name().equals(path.raw()));
            if (!known && isAbsent(root, path)) {
                gaps.add(new Gap(
                        Kind.FILE,
                        path.raw(),
                        finding.because(),
                        Optional.empty(),
                        path.raw() + ", for " + finding.family() + ": " + finding.evidence()));
            }
        }
    }

    /** A log file that links to /dev/stdout is not missing: the engine provides /dev. */
    private static boolean isAbsent(RootFs root, RootPath path) throws IOException {
        return Walk.follow(root, path) instanceof Walk.Result.Lost lost && !SystemPaths.isMounted(lost.at());
    }
}
