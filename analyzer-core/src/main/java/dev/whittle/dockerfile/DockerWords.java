package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Quotes words for a Dockerfile. Whatever is expanded is parsed twice: as JSON or as a quoted string, and then by the
 * shell-like expansion of variables (moby, frontend/dockerfile/shell/lex.go), where {@code \ $ ' "} are special. A
 * source of COPY is also a pattern (Go, path/filepath: Match).
 */
final class DockerWords {
    private static final String EXPANDED = "\\$'\"";
    private static final String QUOTED = "\\$\"";
    private static final String PATTERN = "*?[";

    private DockerWords() {}

    /** An array whose words are not expanded: of ENTRYPOINT, CMD, SHELL. */
    static String json(List<String> raw) {
        return raw.stream().map(DockerWords::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The array of a COPY or a VOLUME; each word is from {@link #source} or {@link #target}. */
    static String expandedJson(List<String> words) {
        return words.stream().map(DockerWords::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A literal path, for an instruction that expands variables. */
    static String target(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            out.append(EXPANDED.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return out.toString();
    }

    /**
     * A pattern that matches this path. A backslash, and a byte that is not UTF-8, cannot be written: a question mark
     * replaces it, so that the pattern may match more.
     */
    static String source(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int length = Runes.length(raw, i);
            if (PATTERN.indexOf(c) >= 0) {
                out.append('[').append(c).append(']');
            } else if (c == '\\' || length == 0) {
                out.append('?');
            } else {
                out.append(raw, i, i + length);
                i += length - 1;
            }
        }
        return target(out.toString());
    }

    /** Whether {@link #source} may match other names too. */
    static boolean isVague(String raw) {
        return raw.indexOf('\\') >= 0 || !RawText.isUtf8(raw);
    }

    /**
     * Whether a builder may take the wrong file, or none, however its name is written: buildah 1.28 interprets the
     * names that a pattern matched as patterns again (add.go: Add, copier.Get), and passes them to its helper as JSON.
     */
    static boolean isAwkward(String raw) {
        return isVague(raw) || raw.chars().anyMatch(c -> PATTERN.indexOf(c) >= 0);
    }

    /** A value of ENV or LABEL, in quotes if it needs them. It cannot contain a newline. */
    static String value(String raw) {
        boolean plain = !raw.isEmpty() && !isFlag(raw) && raw.chars().allMatch(c -> isPlain((char) c));
        return plain ? raw : quoted(raw);
    }

    /**
     * Whether a builder reads a word right after the instruction's name as a flag (moby,
     * frontend/dockerfile/parser/line_parsers.go: extractBuilderFlags). In quotes it does not.
     */
    static boolean isFlag(String word) {
        return word.startsWith("--");
    }

    /**
     * In double quotes, where a backslash escapes only these (lex.go: processDoubleQuote); an apostrophe is literal.
     */
    static String quoted(String raw) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            out.append(QUOTED.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return out.append('"').toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "/:._-+,@%=~".indexOf(c) >= 0;
    }

    /** A JSON string, raw: bytes above ASCII are unchanged. */
    static String string(String raw) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20 || c == 0x7F) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
