package dev.whittle.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Output of commands: a set of possible marked texts. */
final class Printed {
    /** Nothing. */
    static final Set<String> NONE = Set.of("");

    static final Set<String> UNKNOWN = Set.of(Marked.UNKNOWN);

    /** Limits for the possible outputs that are tracked, and for their length. */
    static final int MAX_OUTPUTS = 16;

    private static final int MAX_OUTPUT = 1 << 16;

    private Printed() {}

    /** The output of two commands in sequence. */
    static Set<String> joined(Set<String> first, Set<String> second) {
        if (first.equals(NONE)) {
            return second;
        }
        if (second.equals(NONE)) {
            return first;
        }
        if ((first.equals(UNKNOWN) && second.equals(UNKNOWN)) || first.size() * second.size() > MAX_OUTPUTS) {
            return UNKNOWN;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String start : first) {
            for (String end : second) {
                all.add(start.length() + end.length() > MAX_OUTPUT ? Marked.UNKNOWN : start + end);
            }
        }
        return all;
    }

    /** The output of one command or another. */
    static Set<String> either(Set<String> first, Set<String> second) {
        if (first.equals(second)) {
            return first;
        }
        Set<String> all = new LinkedHashSet<>();
        for (Set<String> texts : List.of(first, second)) {
            for (String text : texts) {
                if (all.size() < MAX_OUTPUTS) {
                    all.add(text);
                } else if (!all.contains(text)) {
                    all.add(Marked.UNKNOWN); // and others
                }
            }
        }
        return all;
    }

    /** The lines of a text, stripped: what {@code read} may find. */
    static Set<String> lines(Set<String> input) {
        Set<String> words = new LinkedHashSet<>();
        for (String text : input) {
            for (String line : text.split("\n", -1)) {
                if (words.size() < Variables.MAX_VALUES && !line.isBlank()) {
                    words.add(line.strip());
                }
            }
        }
        return words.isEmpty() ? UNKNOWN : words;
    }
}
