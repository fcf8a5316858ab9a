package dev.whittle.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Why an output lacks something.
 *
 * @param what one line for a person, raw
 * @param fix what can be done about it, likewise
 */
public record Problem(String what, String fix) {
    /** What is wrong, without what can be done; the same line once. */
    public static List<String> lines(List<Problem> problems) {
        // A short command comes here: streams would cost it more than its work.
        Set<String> lines = new LinkedHashSet<>();
        for (Problem problem : problems) {
            lines.add(problem.what());
        }
        return List.copyOf(lines);
    }
}
