package dev.whittle.explain;

import java.util.List;

/**
 * The chains to one path.
 *
 * @param shown all, at first one for each reason of the path, shortest first; if there are too many, the shortest from each request
 * @param more how many others there are
 * @param moreAtLeast whether counting stopped, so that there are more
 */
public record Chains(List<Chain> shown, int more, boolean moreAtLeast) {
    static final Chains NONE = new Chains(List.of(), 0, false);

    public Chains {
        shown = List.copyOf(shown);
    }
}
