package dev.whittle.packages;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lines of raw text, without the arrays that splitting makes: file lists have tens of thousands. */
final class Lines {
    private Lines() {}

    /** Passes on each line without its newline. */
    static void each(String text, Consumer<String> visitor) {
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            visitor.accept(text.substring(at, end));
            at = end + 1;
        }
    }

    /** The lines that are wanted, with the newlines that they have. */
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
