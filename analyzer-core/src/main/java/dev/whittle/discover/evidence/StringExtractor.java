package dev.whittle.discover.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Computes a value from a file's strings. The result must depend on nothing else: it is cached for each file, because all
 * kept files are examined again whenever new ones are added. A detector therefore holds each of its extractors in a constant.
 */
@FunctionalInterface
public interface StringExtractor<T> {
    T of(List<String> strings);

    /** Extracts the strings that match a predicate. */
    static StringExtractor<List<String>> where(Predicate<String> kind) {
        return strings -> {
            List<String> found = new ArrayList<>();
            for (String string : strings) {
                if (kind.test(string)) {
                    found.add(string);
                }
            }
            return List.copyOf(found);
        };
    }

    /**
     * Extracts the strings that match a pattern.
     *
     * @param part what each of them has in it: few strings do, and looking for it costs a fraction of matching
     */
    static StringExtractor<List<String>> matching(String part, Pattern pattern) {
        return where(string -> string.contains(part) && pattern.matcher(string).matches());
    }
}
