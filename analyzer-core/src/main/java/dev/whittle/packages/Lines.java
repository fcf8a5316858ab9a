package dev.whittle.packages;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lines of raw text, without the arrays that splitting creates: file lists have tens of thousands. */
final class Lines {
    private Lines() {}

    /** Passes each line to a consumer, without its newline. */
    static void each(String text, Consumer<String> visitor) {
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            visitor.accept(text.substring(at, end));
            at = end + 1;
        }
    }

    /** The selected lines, with their newlines. */
    static String filter(String text, Predicate<String> wanted) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            if (wanted.test(text.substring(at, end))) {
                kept.append(text, at, Math.min(end + 1, text.length()));
            }
            at = end + 1;
        }
        return kept.toString();
    }
}
