package dev.whittle.process;

import dev.whittle.path.Glob;

/**
 * Text in which some characters are markers, outside the range of raw text (one char per byte): {@link #HOLE} for a
 * part that is known at run time only, and glob characters that were not quoted.
 */
public final class Marked {
    /** Any text, possibly empty. */
    public static final char HOLE = '\uE000';

    static final char STAR = '\uE001';
    static final char QUESTION = '\uE002';
    static final char BRACKET = '\uE003';

    /** A completely unknown text. */
    public static final String UNKNOWN = String.valueOf(HOLE);

    /** Length limit of displayed text. */
    private static final int MAX_SHOWN = 120;

    private Marked() {}

    /** Marks the glob characters of unquoted text. An unclosed bracket is literal. */
    public static String unquoted(String text) {
        String marked = text.replace('*', STAR).replace('?', QUESTION);
        int open = marked.indexOf('[');
        return open >= 0 && marked.indexOf(']', open + 2) > 0 ? marked.replace('[', BRACKET) : marked;
    }

    /** Whether it is completely known. */
    public static boolean isKnown(String text) {
        return text.indexOf(HOLE) < 0;
    }

    /** Whether it is matched against file names. */
    public static boolean isPattern(String text) {
        return text.indexOf(HOLE) >= 0
                || text.indexOf(STAR) >= 0
                || text.indexOf(QUESTION) >= 0
                || text.indexOf(BRACKET) >= 0;
    }

    /** The text with its glob characters as written; holes stay. */
    public static String plain(String text) {
        return isPattern(text) ? text.replace(STAR, '*').replace(QUESTION, '?').replace(BRACKET, '[') : text;
    }

    /** For display: holes become {@code ...}, and so does what follows the first line or 120 characters. */
    public static String shown(String text) {
        String plain = plain(text).replace(UNKNOWN, "...").strip();
        int newline = plain.indexOf('\n');
        String line = newline < 0 ? plain : plain.substring(0, newline).strip();
        boolean cut = newline >= 0 || line.length() > MAX_SHOWN;
        return cut ? line.substring(0, Math.min(line.length(), MAX_SHOWN)) + " ..." : line;
    }

    /** A pattern for {@link Glob} in which holes are stars, and quoted characters are escaped. */
    public static String glob(String text) {
        StringBuilder glob = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case HOLE, STAR -> glob.append('*');
                case QUESTION -> glob.append('?');
                case BRACKET -> glob.append('[');
                case '*', '?', '[', '\\' -> glob.append('\\').append(c);
                default -> glob.append(c);
            }
        }
        return glob.toString();
    }

    /**
     * Whether a pattern of {@code case} or of a parameter expansion matches a known text; the cost is the product of
     * both lengths.
     */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length()) {
            int width = p < pattern.length() ? matchWidth(pattern, p, text.charAt(t)) : -1;
            if (width > 0) {
                p += width;
                t++;
            } else if (p < pattern.length() && (pattern.charAt(p) == STAR || pattern.charAt(p) == HOLE)) {
                star = p++;
                starText = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && (pattern.charAt(p) == STAR || pattern.charAt(p) == HOLE)) {
            p++;
        }
        return p == pattern.length();
    }

    /** How much of the pattern matches one character; -1 if it does not. */
    private static int matchWidth(String pattern, int at, char c) {
        char p = pattern.charAt(at);
        if (p == QUESTION) {
            return 1;
        }
        if (p != BRACKET) {
            return p == c ? 1 : -1;
        }
        int first = at + 1;
        boolean negated = first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^');
        int i = negated ? first + 1 : first;
        int begin = i;
        boolean found = false;
        while (i < pattern.length() && (pattern.charAt(i) != ']' || i == begin)) {
            if (pattern.startsWith("[:", i) || (pattern.charAt(i) == BRACKET && pattern.startsWith(":", i + 1))) {
                int end = pattern.indexOf(":]", i);
                if (end > 0) {
                    found |= isOfClass(pattern.substring(i + 2, end), c);
                    i = end + 2;
                    continue;
                }
            }
            char low = pattern.charAt(i);
            if (i + 2 < pattern.length() && pattern.charAt(i + 1) == '-' && pattern.charAt(i + 2) != ']') {
                found |= low <= c && c <= pattern.charAt(i + 2);
                i += 3;
            } else {
                found |= low == c;
                i++;
            }
        }
        if (i >= pattern.length()) {
            return c == '[' ? 1 : -1;
        }
        return found != negated ? i + 1 - at : -1;
    }

    private static boolean isOfClass(String name, char c) {
        return switch (name) {
            case "alpha" -> Character.isLetter(c);
            case "digit" -> c >= '0' && c <= '9';
            case "alnum" -> Character.isLetterOrDigit(c);
            case "space" -> c == ' ' || c == '\t' || c == '\n';
            case "upper" -> Character.isUpperCase(c);
            case "lower" -> Character.isLowerCase(c);
            default -> true;
        };
    }
}
