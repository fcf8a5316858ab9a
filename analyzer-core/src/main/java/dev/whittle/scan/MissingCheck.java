package dev.whittle.scan;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.VersionProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is not found, and for which files. A library on its own may lack what every program that loads it finds for it,
 * through the program's RPATH or because it is already in memory; so both cases are checked.
 */
final class MissingCheck {
    private static final int SHOWN = 3;

    private final List<ResolutionSummary> answers;
    private final Function<ScannedFile, Resolution> again;

    /** One request: the requesting file and the name. */
    private record Want(RootPath requester, String name) implements Comparable<Want> {
        static Want of(Edge edge) {
            return new Want(edge.requester().realPath(), edge.name());
        }

        @Override
        public int compareTo(Want other) {
            int byPath = requester.compareTo(other.requester);
            return byPath != 0 ? byPath : name.compareTo(other.name);
        }
    }

    /** @param again resolves a program again; needed for few of them */
    MissingCheck(List<ResolutionSummary> answers, Function<ScannedFile, Resolution> again) {
        this.answers = answers;
        this.again = again;
    }

    List<ScanFinding> findings() {
        List<ScanFinding> findings = new ArrayList<>();
        Map<Want, List<RootPath>> missing = new TreeMap<>();
        Set<Want> alone = new HashSet<>();
        for (ResolutionSummary answer : answers) {
            if (answer.broken().isEmpty()) {
                continue;
            }
            Resolution resolution = answer.broken().get();
            others(answer, resolution, findings);
            for (Edge edge : wanted(resolution)) {
                Want want = Want.of(edge);
                if (answer.file().isProgram()) {
                    List<RootPath> programs = missing.computeIfAbsent(want, w -> new ArrayList<>());
                    if (!programs.contains(answer.file().path())) {
                        programs.add(answer.file().path());
                    }
                } else {
                    alone.add(want);
                }
            }
        }
        Set<Want> asked = new HashSet<>(alone);
        asked.addAll(missing.keySet());
        Map<Want, Integer> found = found(asked);
        missing.forEach((want, programs) -> findings.add(forPrograms(want, programs, found.getOrDefault(want, 0))));
        for (ResolutionSummary answer : answers) {
            if (!answer.file().isProgram() && answer.broken().isPresent()) {
                alone(answer, answer.broken().get(), missing, found, findings);
            }
        }
        return findings;
    }

    /** A program without its loader lacks everything, for one reason. */
    private static List<Edge> wanted(Resolution resolution) {
        return lacksLoader(resolution) ? List.of() : resolution.missing();
    }

    private static boolean lacksLoader(Resolution resolution) {
        return resolution
                .interpreter()
                .filter(interpreter -> interpreter.requested() && interpreter.isMissing())
                .isPresent();
    }

    private static ScanFinding forPrograms(Want want, List<RootPath> programs, int found) {
        boolean own = programs.contains(want.requester());
        String who = own
                ? "not found"
                : found == 0
                        ? "not found for any program that loads this: " + list(programs)
                        : "not found for " + programs.size() + " of " + (programs.size() + found)
                                + " programs that load this: " + list(programs);
        return new ScanFinding(
                ScanRule.MISSING_LIBRARY, want.requester(), List.of(want.name()), programs, want.name() + ": " + who);
    }

    /** One finding per name, however many of the libraries loaded together request it. */
    private static void alone(
            ResolutionSummary answer,
            Resolution resolution,
            Map<Want, List<RootPath>> missing,
            Map<Want, Integer> found,
            List<ScanFinding> findings) {
        Map<String, Set<Want>> byName = new LinkedHashMap<>();
        for (Edge edge : wanted(resolution)) {
            byName.computeIfAbsent(edge.name(), name -> new TreeSet<>()).add(Want.of(edge));
        }
        RootPath path = answer.file().path();
        byName.forEach((name, wants) -> {
            boolean never = wants.stream().anyMatch(missing::containsKey);
            int programs = wants.stream()
                    .mapToInt(want -> found.getOrDefault(want, 0))
                    .min()
                    .orElse(0);
            List<RootPath> others = wants.stream()
                    .map(Want::requester)
                    .filter(requester -> !requester.equals(path))
                    .toList();
            String asks = others.size() < wants.size() ? "" : ", needed by " + list(others);
            String verdict = never
                    ? "programs do not find it either"
                    : programs == 0
                            ? "no program loads it"
                            : programs == 1
                                    ? "the program that loads it finds it"
                                    : "the " + programs + " programs that load it find it";
            findings.add(new ScanFinding(
                    ScanRule.MISSING_ALONE,
                    programs > 0 || never ? ScanRule.Level.NOTE : ScanRule.Level.WARNING,
                    path,
                    List.of(name),
                    others,
                    name + ": not found when loaded alone" + asks + "; " + verdict));
        });
    }

    /** The number of programs for which these requests succeed. */
    private Map<Want, Integer> found(Set<Want> wants) {
        Set<RootPath> requesters = new HashSet<>();
        wants.forEach(want -> requesters.add(want.requester()));
        List<Set<Want>> each = answers.parallelStream()
                .filter(answer ->
                        answer.file().isProgram() && answer.loaded().stream().anyMatch(requesters::contains))
                .map(answer -> {
                    Set<Want> asked = new HashSet<>();
                    for (Edge edge : again.apply(answer.file()).edges()) {
                        if (edge.outcome() instanceof Outcome.Found
                                && requesters.contains(edge.requester().realPath())) {
                            asked.add(Want.of(edge));
                        }
                    }
                    asked.retainAll(wants);
                    return asked;
                })
                .toList();
        Map<Want, Integer> found = new TreeMap<>();
        each.forEach(asked -> asked.forEach(want -> found.merge(want, 1, Integer::sum)));
        return found;
    }

    /** Everything other than missing libraries: each file on its own. */
    private static void others(ResolutionSummary answer, Resolution resolution, List<ScanFinding> findings) {
        RootPath path = answer.file().path();
        ScanRule.Level level = answer.file().isProgram() ? ScanRule.Level.ERROR : ScanRule.Level.WARNING;
        if (lacksLoader(resolution)) {
            String loader = resolution.interpreter().orElseThrow().path();
            String problem = resolution.interpreter().orElseThrow().problem();
            findings.add(new ScanFinding(
                    ScanRule.MISSING_LOADER, level, path, List.of(loader), List.of(), loader + ": " + problem));
            return;
        }
        Set<Object> reported = new HashSet<>();
        for (Edge edge : resolution.fatal()) {
            Outcome.Fatal fatal = (Outcome.Fatal) edge.outcome();
            if (reported.add(Want.of(edge))) {
                findings.add(new ScanFinding(
                        ScanRule.FATAL_FILE,
                        level,
                        path,
                        List.of(edge.name()),
                        List.of(edge.requester().realPath()),
                        edge.name() + ", needed by " + edge.requester().path() + ": " + fatal.path() + ": "
                                + fatal.reason()));
            }
        }
        for (VersionProblem problem : resolution.versionErrors()) {
            if (reported.add(List.of(problem.requester(), problem.provider(), problem.version()))) {
                findings.add(new ScanFinding(
                        ScanRule.MISSING_VERSION,
                        level,
                        path,
                        List.of(problem.version()),
                        List.of(
                                problem.provider().realPath(),
                                problem.requester().realPath()),
                        problem.version() + " is not in " + problem.provider().path() + ", needed by "
                                + problem.requester().path()));
            }
        }
    }

    static String list(List<RootPath> paths) {
        List<String> shown = paths.stream().limit(SHOWN).map(RootPath::raw).toList();
        int more = paths.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
