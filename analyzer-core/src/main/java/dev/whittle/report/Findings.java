package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.Attempt;
import dev.whittle.resolve.Edge;
import dev.whittle.resolve.Interpreter;
import dev.whittle.resolve.Outcome;
import dev.whittle.resolve.Resolution;
import dev.whittle.resolve.VersionProblem;
import dev.whittle.rootfs.Walk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What keeps a program from starting: one line each, raw, with what was searched. */
public final class Findings {
    private static final int MAX_PLACES = 12;

    private Findings() {}

    public static List<String> of(Resolution resolution) {
        List<String> lines = new ArrayList<>();
        String program = RawText.visible(resolution.program().path());
        resolution
                .interpreter()
                .filter(i -> i.requested() && i.isMissing())
                .ifPresent(i -> lines.add(program + ": " + interpreter(i)));
        for (Edge edge : resolution.missing()) {
            lines.add(program + ": " + missing(edge, (Outcome.Missing) edge.outcome()));
        }
        for (Edge edge : resolution.fatal()) {
            Outcome.Fatal fatal = (Outcome.Fatal) edge.outcome();
            lines.add(program + ": " + RawText.visible(edge.name()) + " is fatal: " + RawText.visible(fatal.path())
                    + ": " + RawText.visible(fatal.reason()) + neededBy(edge));
        }
        for (VersionProblem problem : resolution.versionErrors()) {
            lines.add(program + ": " + version(problem));
        }
        return List.copyOf(new LinkedHashSet<>(lines));
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
                        + String.join(", ", places.stream().limit(MAX_PLACES).toList())
                        + (places.size() > MAX_PLACES ? " and " + (places.size() - MAX_PLACES) + " more" : "");
        return name + " not found" + neededBy(edge) + searched;
    }

    private static String neededBy(Edge edge) {
        return ", needed by " + RawText.visible(edge.requester().path());
    }
}
