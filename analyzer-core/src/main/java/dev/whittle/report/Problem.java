package dev.whittle.report;

import java.util.List;

/**
 * Why an output lacks something.
 *
 * @param what one line for a person, raw
 * @param fix what can be done about it, likewise
 */
public record Problem(String what, String fix) {
    /** What is wrong, without what can be done. */
    public static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::what).distinct().toList();
    }
}
