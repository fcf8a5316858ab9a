package dev.whittle.source;

import dev.whittle.bytes.RawText;
import java.util.Collection;

/** Lists the choices on one line of limited length. */
final class Lists {
    private static final int MAX_SHOWN = 20;

    private Lists() {}

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
