package dev.whittle.path;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A pattern for paths of a root: {@code *} and {@code ?} within a component, {@code [a-z]} and {@code [!a-z]}, and
 * {@code **} as a whole component for any number of components. A backslash makes the next character literal. A pattern
 * without a leading slash is relative to {@code /}. A leading dot is not special: {@code *} also matches
 * {@code .profile}, as in Dockerfiles.
 */
public final class Glob {
    private final List<String> parts;

    private Glob(List<String> parts) {
        this.parts = parts;
    }

    /** Whether a raw argument is a pattern, and not a literal path. */
    public static boolean isPattern(String raw) {
        return raw.indexOf('*') >= 0 || raw.indexOf('?') >= 0 || raw.indexOf('[') >= 0;
    }

    /** A pattern that matches only this path; the path itself if it contains no special characters. */
    public static String literal(String rawPath) {
        return isPattern(rawPath) ? rawPath.replaceAll("[\\\\*?\\[]", "\\\\$0") : rawPath;
    }

    public static Glob of(String raw) {
        return new Glob(
                RootPath.split(raw).stream().filter(part -> !part.equals(".")).toList());
    }

    /** Backtracks to the last {@code **} only, like {@link #component} with stars. */
    public boolean matches(RootPath path) {
        List<String> components = path.components();
        int part = 0;
        int at = 0;
        int anyDepth = -1;
        int anyDepthAt = 0;
        while (at < components.size()) {
            if (part < parts.size() && parts.get(part).equals("**")) {
                anyDepth = part++;
                anyDepthAt = at;
            } else if (part < parts.size() && component(parts.get(part), components.get(at))) {
                part++;
                at++;
            } else if (anyDepth >= 0) {
                part = anyDepth + 1;
                at = ++anyDepthAt;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).equals("**")) {
            part++;
        }
        return part == parts.size();
    }

    /** Whether something below {@code directory} can match, so that a walk can skip the others. */
    public boolean canMatchBelow(RootPath directory) {
        List<String> components = directory.components();
        for (int i = 0; i < components.size(); i++) {
            if (i >= parts.size()) {
                return false;
            }
            if (parts.get(i).equals("**")) {
                return true;
            }
            if (!component(parts.get(i), components.get(i))) {
                return false;
            }
        }
        return components.size() < parts.size();
    }

    /** One component; backtracks to the last star only, so the worst case is the product of both lengths. */
    private static boolean component(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int starName = 0;
        while (n < name.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, name, n) : -1;
            if (next >= 0) {
                p = next;
                n += characterLength(name, n);
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starName = n;
            } else if (star >= 0) {
                p = star + 1;
                starName += characterLength(name, starName);
                n = starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Matches one pattern element against one character; returns the position after the element, or -1. */
    private static int one(String pattern, int p, String name, int n) {
        int length = characterLength(name, n);
        char c = pattern.charAt(p);
        if (c == '?') {
            return p + 1;
        }
        if (c == '[') {
            int first = p + 1 < pattern.length() && negates(pattern.charAt(p + 1)) ? p + 2 : p + 1;
            int close = close(pattern, first);
            if (close > 0) {
                return inClass(pattern.substring(p + 1, close), name.substring(n, n + length)) ? close + 1 : -1;
            }
        }
        if (c == '\\' && p + 1 < pattern.length()) {
            return same(pattern, p + 1, name, n, length);
        }
        return same(pattern, p, name, n, length);
    }

    /** The bracket that ends a class; one in first position or after a backslash is literal. -1 if there is none. */
    private static int close(String pattern, int first) {
        for (int i = first; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == ']' && i > first) {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static int same(String pattern, int p, String name, int n, int length) {
        return pattern.regionMatches(p, name, n, length) ? p + length : -1;
    }

    private static boolean negates(char c) {
        return c == '!' || c == '^';
    }

    private static boolean inClass(String set, String rawCharacter) {
        int wanted = codePoint(rawCharacter);
        int i = negates(set.charAt(0)) ? 1 : 0;
        boolean negated = i == 1;
        boolean found = false;
        while (i < set.length()) {
            i = literal(set, i);
            int length = characterLength(set, i);
            int low = codePoint(set.substring(i, i + length));
            i += length;
            int high = low;
            if (i + 1 < set.length() && set.charAt(i) == '-') {
                i = literal(set, i + 1);
                length = characterLength(set, i);
                high = codePoint(set.substring(i, i + length));
                i += length;
            }
            found |= low <= wanted && wanted <= high;
        }
        return found != negated;
    }

    /** Position of the character of a class element: after the backslash, if there is one. */
    private static int literal(String set, int at) {
        return set.charAt(at) == '\\' && at + 1 < set.length() ? at + 1 : at;
    }

    /** A byte that is not a character sorts after all characters. */
    private static int codePoint(String rawCharacter) {
        if (rawCharacter.length() == 1) {
            char c = rawCharacter.charAt(0);
            return c < 0x80 ? c : Character.MAX_CODE_POINT + c;
        }
        return new String(rawCharacter.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).codePointAt(0);
    }

    /** Length in bytes of the UTF-8 character at {@code at}; 1 if there is none. */
    private static int characterLength(String raw, int at) {
        char lead = raw.charAt(at);
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        if (at + length > raw.length()) {
            return 1;
        }
        for (int i = 1; i < length; i++) {
            if ((raw.charAt(at + i) & 0xC0) != 0x80) {
                return 1;
            }
        }
        return length;
    }
}
