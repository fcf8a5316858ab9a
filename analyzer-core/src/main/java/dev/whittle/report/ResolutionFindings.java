package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.VersionProblem;
import dev.whittle.rootfs.Walk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What keeps a program from starting: one line each, raw, with what was searched. */
public final class ResolutionFindings {
    private static final int MAX_PLACES = 12;

    private static final String ADD_LOADER =
            "add it with --add FILE:PATH, or take a program that is built for the root's C library";
    private static final String ADD_LIBRARY = "add it with --add FILE:PATH, from where the program was built";
    private static final String REPLACE_LIBRARY = "put a library for the program's machine in its place";
    private static final String SAME_RELEASE = "take program and library from one release";

    private ResolutionFindings() {}

    /** All of them. */
    public static List<String> of(Resolution resolution) {
        return first(resolution, Integer.MAX_VALUE);
    }

    /** As many lines, and one that counts the others if there are more. */
    public static List<String> first(Resolution resolution, int limit) {
        return Problem.lines(problems(resolution, limit, Map.of()));
    }

    /**
     * The same lines, each with what can be done.
     *
     * @param known what can be done about the name of a missing library or the path of a missing loader, raw; for others
     *     there is an answer that fits all of their kind
     */
    public static List<Problem> problems(Resolution resolution, int limit, Map<String, String> known) {
        String program = RawText.visible(resolution.program().path());
        Lines lines = new Lines(limit, program + ": ");
        resolution
                .interpreter()
                .filter(i -> i.requested() && i.isMissing())
                .ifPresent(i -> lines.add(i.path(), () -> interpreter(i), known.getOrDefault(i.path(), ADD_LOADER)));
        for (Edge edge : resolution.missing()) {
            String fix = known.getOrDefault(edge.name(), ADD_LIBRARY);
            lines.add(key(edge), () -> missing(edge, (Outcome.Missing) edge.outcome()), fix);
        }
        for (Edge edge : resolution.fatal()) {
            lines.add(key(edge), () -> fatal(edge, (Outcome.Fatal) edge.outcome()), REPLACE_LIBRARY);
        }
        for (VersionProblem problem : resolution.versionErrors()) {
            lines.add(key(problem), () -> version(problem), SAME_RELEASE);
        }
        return lines.list();
    }

    public static List<String> warnings(Resolution resolution) {
        return warnings(resolution, Integer.MAX_VALUE);
    }

    /**
     * What a loader would warn of and go on without, preloaded and auditing libraries that it cannot have; and what it would
     * not warn of, for it reads longer tables.
     */
    public static List<String> warnings(Resolution resolution, int limit) {
        Lines lines = new Lines(limit, RawText.visible(resolution.program().path()) + ": ");
        resolution.unread().forEach(unread -> lines.add(unread, () -> RawText.visible(unread), ""));
        for (Edge edge : resolution.edges()) {
            boolean ignored = edge.kind() == Edge.Kind.PRELOAD || edge.kind() == Edge.Kind.AUDIT;
            if (ignored && !(edge.outcome() instanceof Outcome.Found)) {
                lines.add(List.of(edge.requester(), edge.kind(), edge.name()), () -> ignored(edge), "");
            }
        }
        return Problem.lines(lines.list());
    }

    /** Words are only made for lines that are told. A key is no record, whose hash Java would make at run time. */
    private static final class Lines {
        private final int limit;
        private final String prefix;
        private final Set<Object> seen = new HashSet<>();
        private final List<Problem> lines = new ArrayList<>();
        private int more;

        Lines(int limit, String prefix) {
            this.limit = limit;
            this.prefix = prefix;
        }

        void add(Object key, Supplier<String> text, String fix) {
            if (!seen.add(key)) {
                return;
            }
            if (lines.size() < limit) {
                lines.add(new Problem(prefix + text.get(), fix));
            } else {
                more++;
            }
        }

        List<Problem> list() {
            if (more > 0) {
                lines.add(new Problem(prefix + "and " + more + " more; -v lists all", "run it again with -v"));
            }
            return List.copyOf(lines);
        }
    }

    /** The same name asked for by the same object again is no news. */
    private static Object key(Edge edge) {
        return List.of(edge.requester(), edge.name());
    }

    private static Object key(VersionProblem problem) {
        return List.of(problem.requester(), problem.provider(), problem.version());
    }

    private static String ignored(Edge edge) {
        String kind = edge.kind() == Edge.Kind.PRELOAD ? "preload " : "audit library ";
        String why = edge.outcome() instanceof Outcome.Fatal fatal ? RawText.visible(fatal.reason()) : "not found";
        return kind + RawText.visible(edge.name()) + ": " + why + "; ignored, as the loader does";
    }

    private static String fatal(Edge edge, Outcome.Fatal fatal) {
        return RawText.visible(edge.name()) + " is fatal: " + RawText.visible(fatal.path()) + ": "
                + RawText.visible(fatal.reason()) + neededBy(edge);
    }

    static String version(VersionProblem problem) {
        return "version " + RawText.visible(problem.version()) + " is not in "
                + RawText.visible(problem.provider().path()) + ", needed by "
                + RawText.visible(problem.requester().path());
    }

    private static String interpreter(Interpreter interpreter) {
        return "the loader " + RawText.visible(interpreter.path()) + " cannot be used: " + interpreter.problem();
    }

    private static String missing(Edge edge, Outcome.Missing missing) {
        Set<String> places = new LinkedHashSet<>();
        for (Attempt attempt : missing.attempts()) {
            String path = attempt.path();
            String entry = "/" + edge.name();
            // Where simply nothing is, the directory says it all.
            boolean plain = attempt.outcome().equals(Walk.Cause.MISSING.toString()) && path.endsWith(entry);
            String where = plain ? path.substring(0, Math.max(1, path.length() - entry.length())) : path;
            places.add(RawText.visible(where) + (plain ? "" : " (" + attempt.outcome() + ")"));
        }
        String name = RawText.visible(edge.name());
        String searched = places.isEmpty()
                ? ""
                : "; searched "
                        + String.join(", ", List.copyOf(places).subList(0, Math.min(places.size(), MAX_PLACES)))
                        + (places.size() > MAX_PLACES ? " and " + (places.size() - MAX_PLACES) + " more" : "");
        return name + " not found" + neededBy(edge) + searched;
    }

    private static String neededBy(Edge edge) {
        return ", needed by " + RawText.visible(edge.requester().path());
    }
}
