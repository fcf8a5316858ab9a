package dev.whittle.trace;

import java.util.Optional;

/**
 * One argument of a system call, or its result.
 *
 * @param text as printed, raw
 */
record Argument(String text) {
    /** Whether it is a string that strace truncated. */
    boolean isTruncated() {
        return text.startsWith("\"") && text.endsWith("...");
    }

    /** The string, unescaped; empty if it is not a string, or is truncated. */
    Optional<String> string() {
        int end = text.startsWith("\"") ? TraceText.end(text, 0) : -1;
        return end == text.length() ? Optional.of(TraceText.decode(text.substring(1, end - 1))) : Optional.empty();
    }

    /** The file descriptor at its start. */
    Optional<Integer> descriptor() {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end == 0 || end > 9 ? Optional.empty() : Optional.of(Integer.parseInt(text.substring(0, end)));
    }

    boolean isWorkingDirectory() {
        return text.startsWith("AT_FDCWD");
    }

    /** The path that {@code strace -y} appends to a descriptor: {@code 3</etc>}, {@code AT_FDCWD</root>}. */
    Optional<String> annotation() {
        int open = text.indexOf('<');
        int close = text.lastIndexOf('>');
        if (open < 0 || close < open || text.endsWith("(deleted)") || !text.startsWith("/", open + 1)) {
            return Optional.empty();
        }
        String inside = text.substring(open + 1, close);
        int device = inside.lastIndexOf('<'); // -yy: </dev/null<char 1:3>>
        String path = device > 0 && inside.endsWith(">") ? inside.substring(0, device) : inside;
        return path.endsWith(" (deleted)") ? Optional.empty() : Optional.of(TraceText.decode(path));
    }

    boolean hasFlag(String flag) {
        int at = text.indexOf(flag);
        int end = at + flag.length();
        return at >= 0
                && (end == text.length() || !isName(text.charAt(end)))
                && (at == 0 || !isName(text.charAt(at - 1)));
    }

    private static boolean isName(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
