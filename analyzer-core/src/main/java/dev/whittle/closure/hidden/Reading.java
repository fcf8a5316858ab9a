package dev.whittle.closure.hidden;

import java.util.List;
import java.util.function.Predicate;

/**
 * What a detector reads out of a file's strings. It depends on nothing else, so that a file is read once, though all files
 * kept are looked at again whenever new ones come: a detector has one of each kind, and keeps it.
 */
@FunctionalInterface
interface Reading<T> {
    T of(List<String> strings);

    /** The strings that are of some kind. */
    static Reading<List<String>> where(Predicate<String> kind) {
        return strings -> strings.stream().filter(kind).toList();
    }
}
