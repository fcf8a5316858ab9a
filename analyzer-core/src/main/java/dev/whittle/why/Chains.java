package dev.whittle.why;

import java.util.List;

/**
 * The ways to one path.
 *
 * @param shown one for each reason of the path comes first, short ones before long ones
 * @param more how many there are besides
 * @param moreAtLeast whether there are so many that nobody counted them
 */
public record Chains(List<Chain> shown, int more, boolean moreAtLeast) {
    static final Chains NONE = new Chains(List.of(), 0, false);

    public Chains {
        shown = List.copyOf(shown);
    }
}
