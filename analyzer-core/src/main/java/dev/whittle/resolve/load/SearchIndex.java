package dev.whittle.resolve.load;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of many directories contain a name. Each directory is listed once, instead of being queried for every name.
 */
final class SearchIndex {
    private static final int[] NONE = {};

    private final Map<String, List<Integer>> byName;

    /** Directories that can be searched but not listed: queried for every name. */
    private final List<Integer> unlisted;

    private SearchIndex(Map<String, List<Integer>> byName, List<Integer> unlisted) {
        this.byName = byName;
        this.unlisted = unlisted;
    }

    /** @param open indexes of the entries that are directories */
    public static SearchIndex of(Directories directories, List<SearchList.Entry> entries, int[] open) {
        Map<String, List<Integer>> byName = new HashMap<>();
        List<Integer> unlisted = new ArrayList<>();
        for (int i : open) {
            Optional<RootPath> realPath = entries.get(i).realPath();
            List<String> names = List.of();
            boolean listed = false;
            try {
                if (realPath.isPresent()) {
                    names = directories.root().list(realPath.get());
                    listed = true;
                }
            } catch (IOException e) {
                listed = false;
            }
            if (!listed) {
                unlisted.add(i);
            }
            for (String name : names) {
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(i);
            }
        }
        return new SearchIndex(byName, unlisted);
    }

    /** Where the name may be, in order. */
    public int[] candidates(String name) {
        List<Integer> known = byName.getOrDefault(name, List.of());
        if (known.isEmpty() && unlisted.isEmpty()) {
            return NONE;
        }
        List<Integer> all = new ArrayList<>(known);
        all.addAll(unlisted);
        return all.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
