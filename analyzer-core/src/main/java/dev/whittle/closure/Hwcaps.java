package dev.whittle.closure;

import java.util.ArrayList;
import java.util.List;

/**
 * The processors that an output supports. Base files are always kept: a variant alone would not start elsewhere.
 *
 * @param all every level that the root's loader knows; {@code levels} is then empty
 */
public record Hwcaps(boolean all, List<String> levels) {
    public static final Hwcaps ALL = new Hwcaps(true, List.of());
    public static final Hwcaps NONE = new Hwcaps(false, List.of());

    public Hwcaps {
        levels = List.copyOf(levels);
    }

    /**
     * The processors to resolve for in addition to the base level, each as its levels. Levels include those below them,
     * so "all" is a chain from the base up, not every subset.
     *
     * @param known to the loader, best first
     */
    List<List<String>> processors(List<String> known) {
        List<List<String>> processors = new ArrayList<>();
        if (all) {
            for (int i = known.size() - 1; i >= 0; i--) {
                processors.add(known.subList(i, known.size()));
            }
        } else if (!levels.isEmpty()) {
            processors.add(levels);
        }
        return processors;
    }
}
