package dev.whittle.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One system call as strace prints it: {@code openat(AT_FDCWD, "/etc/x", O_RDONLY) = -1 ENOENT (No such file …)}.
 *
 * @param result without the time that -T appends
 */
record SystemCall(String name, List<Argument> arguments, Argument result) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*\\(");
    private static final Pattern RESULT = Pattern.compile(" *= (-?[0-9]|\\?).*");
    private static final Pattern SPENT = Pattern.compile(" <[0-9]+\\.[0-9]+>$");
    private static final Pattern ERROR = Pattern.compile("-1 (E[A-Z0-9]+)\\b.*");

    SystemCall {
        arguments = List.copyOf(arguments);
    }

    /** Whether a line, without its prefix, begins one. */
    static boolean begins(String text) {
        return NAME.matcher(text).lookingAt();
    }

    static Optional<SystemCall> parse(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.lookingAt()) {
            return Optional.empty();
        }
        List<Argument> arguments = new ArrayList<>();
        int close = arguments(text, name.end(), arguments);
        if (close < 0 || !RESULT.matcher(text.substring(close + 1)).matches()) {
            return Optional.empty();
        }
        String result = text.substring(text.indexOf('=', close) + 2);
        return Optional.of(new SystemCall(
                text.substring(0, name.end() - 1),
                arguments,
                new Argument(SPENT.matcher(result).replaceFirst("").strip())));
    }

    /** Whether it succeeded. */
    boolean succeeded() {
        return Character.isDigit(result.text().charAt(0)) && !result.text().contains("(INJECTED)");
    }

    boolean failedWith(String error) {
        Matcher matcher = ERROR.matcher(result.text());
        return matcher.matches() && matcher.group(1).equals(error);
    }

    Argument argument(int index) {
        return index >= 0 && index < arguments.size() ? arguments.get(index) : new Argument("");
    }

    /** @return position of the parenthesis that closes the call; -1 if there is none */
    private static int arguments(String text, int from, List<Argument> found) {
        int depth = 0;
        int start = from;
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            int skipped = skipped(text, at);
            if (skipped > at) {
                at = skipped;
                continue;
            }
            if (depth == 0 && (c == ',' || c == ')')) {
                String argument = text.substring(start, at).strip();
                if (c == ',' || !argument.isEmpty()) {
                    found.add(new Argument(argument));
                }
                start = at + 1;
                if (c == ')') {
                    return at;
                }
            }
            depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            at++;
        }
        return -1;
    }

    /**
     * Position after a string, a comment or the path of a descriptor that begins here; otherwise the same position.
     */
    private static int skipped(String text, int at) {
        char c = text.charAt(at);
        int end = at;
        if (c == '"') {
            end = TraceText.end(text, at);
        } else if (c == '/' && text.startsWith("/*", at)) {
            end = text.indexOf("*/", at + 2);
            end = end < 0 ? at : end + 2;
        } else if (c == '<' && at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
            end = annotationEnd(text, at);
        }
        return Math.max(end, at);
    }

    private static int annotationEnd(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return open;
    }
}
