package dev.whittle.discover.language;

import java.util.ArrayList;
import java.util.List;

/**
 * Text between quotes in source code.
 *
 * @param line where it begins, counted from 1
 */
record SourceLiteral(String text, int line) {
    private static final int MAX_LITERALS = 2000;
    private static final int MAX_LITERAL = 1024;

    /** The literals of a text in any language; one that is not closed on its line is ignored. */
    static List<SourceLiteral> of(String text) {
        List<SourceLiteral> all = new ArrayList<>();
        int line = 1;
        int at = 0;
        while (at < text.length() && all.size() < MAX_LITERALS) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
            } else if (c == '"' || c == '\'' || c == '`') {
                StringBuilder literal = new StringBuilder();
                int end = at + 1;
                while (end < text.length() && text.charAt(end) != c && text.charAt(end) != '\n') {
                    end += text.charAt(end) == '\\' ? 1 : 0;
                    if (end < text.length()) {
                        literal.append(text.charAt(end));
                    }
                    end++;
                }
                boolean closed = end < text.length() && text.charAt(end) == c;
                if (closed && literal.length() > 1 && literal.length() <= MAX_LITERAL) {
                    all.add(new SourceLiteral(literal.toString(), line));
                }
                at = closed ? end : at;
            }
            at++;
        }
        return all;
    }
}
