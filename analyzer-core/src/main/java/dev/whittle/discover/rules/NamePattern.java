package dev.whittle.discover.rules;

import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A glob that is matched against many names and returns what its stars matched. */
final class NamePattern {
    private final String text;
    private final String start;
    private final Glob glob;

    NamePattern(String text) {
        this.text = text;
        this.start = text.substring(0, plain(text));
        this.glob = Glob.of(text);
    }

    private static int plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[\\".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** Whether it matches one name only. */
    boolean isLiteral() {
        return start.length() == text.length();
    }

    String text() {
        return text;
    }

    /** @param raw a name without a slash, or an absolute path */
    boolean matches(String raw) {
        return text.equals(raw) || (raw.startsWith(start) && !isLiteral() && glob.matches(RootPath.of(raw)));
    }

    /**
     * What the stars match in a name, in order, each as short as possible; empty if the pattern has other special
     * characters, or no star.
     */
    List<String> captures(String raw) {
        String[] parts = text.split("\\*", -1);
        if (parts.length < 2 || text.contains("**") || text.indexOf('?') >= 0 || text.indexOf('[') >= 0) {
            return List.of();
        }
        List<String> captures = new ArrayList<>();
        int at = parts[0].length();
        for (int i = 1; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int next = last ? raw.length() - parts[i].length() : raw.indexOf(parts[i], at);
            if (next < at) {
                return List.of();
            }
            captures.add(raw.substring(at, next));
            at = next + parts[i].length();
        }
        return captures;
    }

    static Optional<NamePattern> of(Optional<String> text) {
        return text.map(NamePattern::new);
    }
}
