package dev.whittle.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables that a Dockerfile's ARG and ENV define, and expansion of words that contain them (moby,
 * frontend/dockerfile/shell/lex.go).
 */
final class DockerfileVariables {
    private final char escape;
    private final Map<String, String> global = new HashMap<>();
    private Map<String, String> values = new HashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    DockerfileVariables(char escape) {
        this.escape = escape;
    }

    /** Variables expanded since the last call whose value is unknown: raw, as written. */
    List<String> takeUnknown() {
        List<String> all = List.copyOf(unknown);
        unknown.clear();
        return all;
    }

    /** A value that depends on an unknown one is unknown. */
    private void define(String name, String word, Map<String, String> into) {
        unknown.clear();
        String value = expand(word);
        if (takeUnknown().isEmpty()) {
            into.put(name, value);
        } else {
            values.remove(name);
        }
    }

    /** Before the first FROM. */
    void global(String rest) {
        for (String word : words(rest)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                String value = expand(word.substring(equals + 1));
                global.put(word.substring(0, equals), value);
                values.put(word.substring(0, equals), value);
            }
        }
    }

    /** A stage begins with only the variables of the stage that it is built from. */
    void stage(Map<String, String> inherited) {
        values = new HashMap<>(inherited);
    }

    Map<String, String> values() {
        return values;
    }

    void arg(String rest) {
        for (String word : words(rest)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals >= 0 && !values.containsKey(name)) {
                define(name, word.substring(equals + 1), values);
            } else if (global.containsKey(name)) {
                values.putIfAbsent(name, global.getOrDefault(name, ""));
            }
        }
    }

    /** {@code A=1 B=2}, or the old form {@code A all the rest}. */
    void env(String rest) {
        List<String> words = words(rest);
        if (!words.isEmpty() && words.get(0).indexOf('=') < 0) {
            String[] parts = rest.split("\\s+", 2);
            define(parts[0], parts.length < 2 ? "" : parts[1], values);
            return;
        }
        Map<String, String> before = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                define(expand(word.substring(0, equals)), word.substring(equals + 1), before);
            }
        }
        values.putAll(before); // variables of one line do not see each other
    }

    /** Splits at blanks outside quotes; quotes and escapes are kept. */
    List<String> words(String text) {
        List<String> all = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    all.add(word.toString());
                }
                word.setLength(0);
                continue;
            }
            word.append(c);
            if (c == escape && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        if (!word.isEmpty()) {
            all.add(word.toString());
        }
        return all;
    }

    /** Removes quotes and escapes, and expands variables; an undefined one is empty. */
    String expand(String word) {
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean single = quote == '\'';
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == escape && !single && i + 1 < word.length()) {
                char next = word.charAt(++i);
                boolean meant = quote == 0 || next == '"' || next == '$' || next == escape;
                out.append(meant ? "" : String.valueOf(c)).append(next);
            } else if (c == '$' && !single) {
                i = variable(word, i, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** @return the position of the last character that belongs to it */
    private int variable(String word, int at, StringBuilder out) {
        if (at + 1 < word.length() && word.charAt(at + 1) == '{') {
            int close = closing(word, at + 2);
            if (close < 0) {
                out.append(word, at, word.length());
                return word.length() - 1;
            }
            out.append(braced(word.substring(at + 2, close)));
            return close;
        }
        int end = at + 1;
        while (end < word.length() && isNamed(word.charAt(end))) {
            end++;
        }
        if (end == at + 1) {
            out.append('$');
        } else {
            out.append(value(word.substring(at + 1, end), word.substring(at, end)));
        }
        return end - 1;
    }

    private static int closing(String word, int from) {
        int depth = 1;
        for (int i = from; i < word.length(); i++) {
            depth += word.charAt(i) == '{' ? 1 : word.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private String braced(String inside) {
        int end = 0;
        while (end < inside.length() && isNamed(inside.charAt(end))) {
            end++;
        }
        String value = values.getOrDefault(inside.substring(0, end), "");
        String rest = inside.substring(end);
        if (rest.startsWith(":-") || rest.startsWith("-")) {
            boolean useWord = rest.startsWith(":") ? value.isEmpty() : !values.containsKey(inside.substring(0, end));
            return useWord ? expand(rest.substring(rest.indexOf('-') + 1)) : value;
        }
        if (rest.startsWith(":+") || rest.startsWith("+")) {
            boolean useWord = rest.startsWith(":") ? !value.isEmpty() : values.containsKey(inside.substring(0, end));
            return useWord ? expand(rest.substring(rest.indexOf('+') + 1)) : "";
        }
        if (!rest.isEmpty()) {
            unknown.add("${" + inside + "}"); // a form that removes or replaces a part
        }
        return value(inside.substring(0, end), "${" + inside + "}");
    }

    private String value(String name, String written) {
        if (!values.containsKey(name)) {
            unknown.add(written);
        }
        return values.getOrDefault(name, "");
    }

    private static boolean isNamed(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
