package dev.whittle.transport;

import java.util.Optional;
import java.util.function.Predicate;

/** {@code PATH[:NAME]}, raw. */
record PathAndName(String path, Optional<String> name) {
    /**
     * Of an existing file: its name may have colons.
     *
     * @throws IllegalArgumentException if there is no path
     */
    static PathAndName ofSource(String text, Predicate<String> exists) {
        PathAndName parts = split(text, exists);
        path(parts.path);
        return new PathAndName(parts.path, parts.name.filter(name -> !name.isEmpty()));
    }

    /** Of a new file: the first colon ends its name. */
    static PathAndName ofDestination(String text) {
        return at(text, text.indexOf(':'));
    }

    /** @throws IllegalArgumentException if there is none */
    static String path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the source has no path");
        }
        return text;
    }

    private static PathAndName split(String text, Predicate<String> exists) {
        int first = text.indexOf(':');
        if (first < 0 || exists.test(text)) {
            return at(text, -1);
        }
        for (int at = text.lastIndexOf(':'); at > first; at = text.lastIndexOf(':', at - 1)) {
            if (exists.test(text.substring(0, at))) {
                return at(text, at);
            }
        }
        return at(text, first);
    }

    /** @param colon -1 for a path alone */
    private static PathAndName at(String text, int colon) {
        return colon < 0
                ? new PathAndName(text, Optional.empty())
                : new PathAndName(text.substring(0, colon), Optional.of(text.substring(colon + 1)));
    }
}
