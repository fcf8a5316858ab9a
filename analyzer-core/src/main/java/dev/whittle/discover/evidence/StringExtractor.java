package dev.whittle.discover.evidence;

import java.util.List;
import java.util.function.Predicate;

/**
 * Computes a value from a file's strings. The result must depend on nothing else: it is cached for each file, because all
 * kept files are examined again whenever new ones are added. A detector therefore holds each of its extractors in a constant.
 */
@FunctionalInterface
public interface StringExtractor<T> {
    T of(List<String> strings);

    /** Extracts the strings that match a predicate. */
    static StringExtractor<List<String>> where(Predicate<String> kind) {
        return strings -> strings.stream().filter(kind).toList();
    }
}
