package dev.whittle.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The output of {@code sed} for a short text, if its script consists of substitutions only: {@code echo "$0" | sed -e
 * 's,[^/]*$,,'} is a way to write {@code dirname}. POSIX XCU sed; the regular expressions are POSIX XBD 9 without
 * classes such as {@code [:alpha:]}.
 */
final class SedScript {
    private static final int MAX_TEXT = 512;

    /** Limit for repetitions in one expression: the cost grows exponentially with their number. */
    private static final int MAX_REPETITIONS = 3;

    private static final String FLAGS = "gIi0123456789";

    private static final Pattern GROUP = Pattern.compile("\\$[0-9]");

    private SedScript() {}

    private record Substitution(Pattern pattern, String replacement, boolean all) {}

    /** Empty for a script or a text that is not supported. */
    static Optional<String> apply(List<String> arguments, String text) {
        if (text.length() > MAX_TEXT || !Marked.isKnown(text)) {
            return Optional.empty();
        }
        List<String> scripts = new ArrayList<>();
        boolean extended = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-e") || word.equals("--expression")) {
                i++;
                if (i < arguments.size()) {
                    scripts.add(arguments.get(i));
                }
            } else if (word.equals("-E") || word.equals("-r")) {
                extended = true;
            } else if (scripts.isEmpty() && !word.startsWith("-")) {
                scripts.add(word);
            } else {
                return Optional.empty(); // a file, or an option that changes more
            }
        }
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            String changed = line;
            for (String script : scripts) {
                Optional<Substitution> substitution = parse(Marked.plain(script).strip(), extended);
                if (substitution.isEmpty()) {
                    return Optional.empty();
                }
                Matcher matcher = substitution.get().pattern().matcher(changed);
                changed = substitution.get().all()
                        ? matcher.replaceAll(substitution.get().replacement())
                        : matcher.replaceFirst(substitution.get().replacement());
            }
            out.append(changed).append('\n');
        }
        out.setLength(Math.max(0, out.length() - 1));
        return scripts.isEmpty() ? Optional.empty() : Optional.of(out.toString());
    }

    private static Optional<Substitution> parse(String script, boolean extended) {
        if (script.length() < 4 || script.charAt(0) != 's') {
            return Optional.empty();
        }
        char delimiter = script.charAt(1);
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 2; i < script.length(); i++) {
            char c = script.charAt(i);
            if (c == '\\' && i + 1 < script.length()) {
                i++;
                if (script.charAt(i) != delimiter) {
                    part.append(c);
                }
                part.append(script.charAt(i));
            } else if (c == delimiter && parts.size() < 2) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        String flags = part.toString();
        if (parts.size() != 2 || !flags.chars().allMatch(flag -> FLAGS.indexOf(flag) >= 0)) {
            return Optional.empty();
        }
        try {
            Optional<String> regex = regex(parts.get(0), extended);
            if (regex.isEmpty()) {
                return Optional.empty();
            }
            Pattern pattern = Pattern.compile(regex.get());
            String replacement = replacement(parts.get(1));
            int groups = pattern.matcher("").groupCount();
            boolean known = GROUP.matcher(replacement)
                    .results()
                    .allMatch(match -> match.group().charAt(1) - '0' <= groups);
            return known
                    ? Optional.of(new Substitution(pattern, replacement, flags.indexOf('g') >= 0))
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** The same expression in Java's syntax. A repeated group is rejected. */
    private static Optional<String> regex(String posix, boolean extended) {
        StringBuilder out = new StringBuilder();
        int repetitions = 0;
        for (int i = 0; i < posix.length(); i++) {
            char c = posix.charAt(i);
            boolean escaped = c == '\\' && i + 1 < posix.length();
            if (escaped) {
                i++;
                c = posix.charAt(i);
            }
            boolean special = extended != escaped && "(){}+?|".indexOf(c) >= 0;
            if (special) {
                if (c == '{' || c == '}') {
                    return Optional.empty();
                }
                repetitions += c == '+' ? 1 : 0;
                boolean group = (c == '+' || c == '?') && out.length() > 0 && out.charAt(out.length() - 1) == ')';
                if (group) {
                    return Optional.empty();
                }
                out.append(c);
            } else if (!escaped && c == '[') {
                int end = posix.indexOf(']', i + (posix.startsWith("^", i + 1) ? 3 : 2));
                String set = end < 0 ? "" : posix.substring(i + 1, end);
                if (set.isEmpty() || set.indexOf('[') >= 0) {
                    return Optional.empty();
                }
                out.append('[')
                        .append(set.replace("\\", "\\\\").replace("&&", "&\\&"))
                        .append(']');
                i = end;
            } else if (!escaped && c == '*' && out.length() > 0) {
                repetitions++;
                if (out.charAt(out.length() - 1) == ')') {
                    return Optional.empty();
                }
                out.append('*');
            } else if (!escaped && (c == '.' || c == '^' || c == '$')) {
                out.append(c);
            } else if (escaped && Character.isLetterOrDigit(c)) {
                return Optional.empty();
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return repetitions > MAX_REPETITIONS ? Optional.empty() : Optional.of(out.toString());
    }

    private static String replacement(String posix) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < posix.length(); i++) {
            char c = posix.charAt(i);
            if (c == '\\' && i + 1 < posix.length()) {
                i++;
                c = posix.charAt(i);
                out.append(c >= '1' && c <= '9' ? "$" + c : Matcher.quoteReplacement(String.valueOf(c)));
            } else if (c == '&') {
                out.append("$0");
            } else {
                out.append(Matcher.quoteReplacement(String.valueOf(c)));
            }
        }
        return out.toString();
    }
}
