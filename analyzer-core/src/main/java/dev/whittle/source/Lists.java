package dev.whittle.source;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What there is to choose from, on a line that stays readable. */
final class Lists {
    private static final int MAX_SHOWN = 20;

    private Lists() {}

    static List<String> joined(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /** @param texts not raw */
    static String of(Collection<String> texts) {
        StringBuilder line = new StringBuilder();
        int shown = 0;
        for (String text : texts) {
            if (shown == MAX_SHOWN) {
                return line + " and " + (texts.size() - shown) + " more";
            }
            line.append(shown++ == 0 ? "" : ", ").append(RawText.ofText(text));
        }
        return line.toString();
    }
}
