package dev.whittle.registry;

import dev.whittle.bytes.RawText;

/** A server's words in a message: one line, not long. */
final class Shown {
    static final int LONGEST = 300;

    private Shown() {}

    static String text(String said) {
        String visible = RawText.visible(RawText.ofText(said));
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "...";
    }
}
