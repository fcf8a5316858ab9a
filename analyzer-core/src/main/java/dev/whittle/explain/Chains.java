package dev.whittle.explain;

import java.util.List;

/**
 * The chains to one path.
 *
 * @param shown at first one for each reason of the path, shortest first
 * @param more how many others there are
 * @param moreAtLeast whether counting stopped, so that there are more
 */
public record Chains(List<Chain> shown, int more, boolean moreAtLeast) {
    static final Chains NONE = new Chains(List.of(), 0, false);

    public Chains {
        shown = List.copyOf(shown);
    }
}
