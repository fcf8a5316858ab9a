package dev.whittle.discover.evidence;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that a file imports. Thousands of files import the same ones from the same libraries, so their names are
 * shared, and each file has an array of them.
 */
final class SymbolNames extends AbstractSet<String> {
    private final String[] sorted;

    private SymbolNames(String[] sorted) {
        this.sorted = sorted;
    }

    /** @param shared by all files: names are interned there */
    static Set<String> of(Set<String> names, Map<String, String> shared) {
        String[] sorted = new String[names.size()];
        int at = 0;
        for (String name : names) {
            String known = shared.putIfAbsent(name, name);
            sorted[at++] = known == null ? name : known;
        }
        Arrays.sort(sorted);
        return new SymbolNames(sorted);
    }

    @Override
    public boolean contains(@Nullable Object name) {
        return name instanceof String text && Arrays.binarySearch(sorted, text) >= 0;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(sorted).iterator();
    }

    @Override
    public int size() {
        return sorted.length;
    }
}
