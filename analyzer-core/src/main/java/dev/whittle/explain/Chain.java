package dev.whittle.explain;

import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One way from what was asked for down to a path: each step is kept because of the one before it.
 *
 * @param alike how many more chains are like this one but for the numbers of lines in their evidence
 */
public record Chain(List<Step> steps, int alike) {
    /** {@code line 13 of /entrypoint.sh}, {@code lines 13 and 15}, {@code /etc/profile:12}. */
    private static final Pattern NUMBERS = Pattern.compile("\\b(lines? |:)[0-9]++(?:(?:, | and |-)[0-9]++)*+");

    public Chain {
        steps = List.copyOf(steps);
    }

    /** One that stands for itself. */
    Chain(List<Step> steps) {
        this(steps, 0);
    }

    /** What two chains have in common that differ in numbers of lines alone. */
    String pattern() {
        StringBuilder pattern = new StringBuilder();
        for (Step step : steps) {
            String detail = NUMBERS.matcher(step.reason().detail()).replaceAll("$1#");
            pattern.append(step.path()).append('\0').append(detail).append('\0');
        }
        return pattern.toString();
    }

    public record Step(RootPath path, Reason reason) {}
}
