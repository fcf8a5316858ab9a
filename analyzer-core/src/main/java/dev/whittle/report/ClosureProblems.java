package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.resolve.load.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Why a closure is not complete, each with what can be done. */
public final class ClosureProblems {
    private ClosureProblems() {}

    /**
     * @param limit of lines for one program
     * @param remedies what can be done about what one program misses, as {@link ResolutionFindings#problems} takes it
     */
    public static List<Problem> of(Closure closure, int limit, Function<Resolution, Map<String, String>> remedies) {
        List<Problem> problems = new ArrayList<>();
        for (Resolution resolution : closure.resolutions()) {
            problems.addAll(ResolutionFindings.problems(resolution, limit, remedies.apply(resolution)));
        }
        for (Closure.Excluded excluded : closure.excluded()) {
            problems.add(new Problem(
                    excluded.path() + ": " + RawText.visible(excluded.says()),
                    "drop the --exclude that covers it, or exclude what needs it as well"));
        }
        problems.addAll(HiddenLines.missingWithFix(closure));
        return problems.stream().distinct().toList();
    }
}
