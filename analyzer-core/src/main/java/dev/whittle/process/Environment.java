package dev.whittle.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environment of a process.
 *
 * @param values possible values of each variable; marked text, at least one for each
 */
public record Environment(Map<String, Set<String>> values) {
    public static final Environment EMPTY = new Environment(Map.of());

    public Environment {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** An environment in which every value is known. */
    public static Environment of(Map<String, String> variables) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        variables.forEach((name, value) -> values.put(name, Set.of(value)));
        return new Environment(values);
    }

    /** The possible values of a variable; empty if it is not set. */
    public Set<String> get(String name) {
        return values.getOrDefault(name, Set.of());
    }

    /** The value of a variable that has exactly one value, completely known and not empty. */
    public Optional<String> known(String name) {
        Set<String> all = get(name);
        String value = all.size() == 1 ? all.iterator().next() : "";
        return value.isEmpty() || !Marked.isKnown(value) ? Optional.empty() : Optional.of(value);
    }

    public Environment with(String name, Set<String> texts) {
        Map<String, Set<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, new LinkedHashSet<>(texts));
        return new Environment(changed);
    }

    public Environment with(String name, String text) {
        return with(name, Set.of(text));
    }

    public Environment without(String name) {
        Map<String, Set<String>> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new Environment(changed);
    }
}
