package dev.whittle.cli.console;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant who made a typing error. */
public final class Similar {
    private Similar() {}

    /**
     * The most similar one: another case of it, one that begins with it, or one from which at most a third of its letters, and
     * no more than three, differ. What has fewer than three letters is similar to nothing but another case of it.
     */
    public static Optional<String> to(String typed, Collection<String> known) {
        String word = typed.toLowerCase(Locale.ROOT);
        int letters = word.replace("-", "").length();
        int most = letters < 3 ? 0 : Math.min(3, letters / 3);
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String each : known) {
            String other = each.toLowerCase(Locale.ROOT);
            int distance = distance(word, other);
            if (letters > 2 && other.startsWith(word)) {
                distance = Math.min(distance, 1);
            }
            if (distance < least && distance <= most) {
                least = distance;
                nearest = each;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Levenshtein's, where two letters that change places count as one change (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[one.length()][other.length()];
    }
}
