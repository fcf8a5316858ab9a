package dev.whittle.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The constants that a shell text gives to its variables, and words with these put in. */
final class ShellVariables {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_VALUES = 16;

    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    void assign(String name, String value) {
        Set<String> known = values.computeIfAbsent(name, n -> new LinkedHashSet<>());
        if (known.size() < MAX_VALUES) {
            known.add(value);
        }
    }

    /** All that a word may stand for, marks left where a value is not known. At least one. */
    List<String> expand(String word) {
        return expand(word, 0);
    }

    private List<String> expand(String word, int depth) {
        int start = word.indexOf(ShellMarks.NAME);
        int end = word.indexOf(ShellMarks.NAME_END);
        if (start < 0 || end < start || depth > MAX_DEPTH) {
            return List.of(word);
        }
        Set<String> known = values.getOrDefault(word.substring(start + 1, end), Set.of());
        List<String> all = new ArrayList<>();
        for (String value : known) {
            for (String expanded : expand(word.substring(0, start) + value + word.substring(end + 1), depth + 1)) {
                if (all.size() < MAX_VALUES) {
                    all.add(expanded);
                }
            }
        }
        return all.isEmpty() ? List.of(word) : all;
    }
}
