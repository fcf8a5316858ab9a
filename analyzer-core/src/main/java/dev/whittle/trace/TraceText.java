package dev.whittle.trace;

/** Strings as strace prints them: strace, src/util.c: string_quote. */
final class TraceText {
    private static final int OCTAL_DIGITS = 3;

    private TraceText() {}

    /** The end of the string that begins at the quote {@code start}: after its last quote; -1 if it is not closed. */
    static int end(String text, int start) {
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The text between quotes or angle brackets, unescaped, raw. */
    static String decode(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder out = new StringBuilder(escaped.length());
        int at = 0;
        while (at < escaped.length()) {
            char c = escaped.charAt(at++);
            if (c != '\\' || at == escaped.length()) {
                out.append(c);
                continue;
            }
            char kind = escaped.charAt(at++);
            if (kind == 'x') {
                int end = digits(escaped, at, 2, 16);
                out.append(end > at ? (char) Integer.parseInt(escaped.substring(at, end), 16) : 'x');
                at = end;
            } else if (Character.digit(kind, 8) >= 0) {
                int end = digits(escaped, at - 1, OCTAL_DIGITS, 8);
                out.append((char) (Integer.parseInt(escaped.substring(at - 1, end), 8) & 0xFF));
                at = end;
            } else {
                out.append(plain(kind));
            }
        }
        return out.toString();
    }

    private static int digits(String text, int from, int most, int radix) {
        int at = from;
        while (at < text.length() && at < from + most && Character.digit(text.charAt(at), radix) >= 0) {
            at++;
        }
        return at;
    }

    private static char plain(char kind) {
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'v' -> '\u000b';
            case 'f' -> '\f';
            default -> kind;
        };
    }
}
