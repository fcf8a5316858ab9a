package dev.whittle.path;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An absolute path inside a root: {@code /} or {@code /a/b}, without empty components, {@code .}, {@code ..} or a
 * trailing slash. It does not tell whether a component is a link. Paths are ordered by bytes, component by component,
 * so that a directory comes right before its content.
 */
public final class RootPath implements Comparable<RootPath> {
    public static final RootPath ROOT = new RootPath("/");

    private final String raw;

    /** @throws IllegalArgumentException if it does not have that form; {@link #of} converts any path */
    public RootPath(String raw) {
        this(raw, isNormal(raw));
    }

    /**
     * Not a record, which would check every path that is derived from checked ones: walks create them by the thousand.
     */
    private RootPath(String raw, boolean normal) {
        if (!normal) {
            throw new IllegalArgumentException("not a normalised absolute path: " + RawText.visible(raw));
        }
        this.raw = raw;
    }

    public String raw() {
        return raw;
    }

    /**
     * The path of a raw string, relative to {@code /}: a leading slash may be missing, {@code //} and {@code .} are
     * removed, {@code ..} removes the component before it and stops at the root. Links are not considered, so use it
     * only where no component can be one, or where a walk follows. A NUL ends the path, as it does for the kernel:
     * {@link #split} is where raw text becomes a path.
     */
    public static RootPath of(String raw) {
        return isNormal(raw) ? new RootPath(raw, true) : ROOT.resolve(raw);
    }

    /** Like {@link #of}, for a path relative to this one. An absolute one starts at the root. */
    public RootPath resolve(String rawRelative) {
        List<String> parts = new ArrayList<>();
        if (!rawRelative.startsWith("/")) {
            parts.addAll(components());
        }
        for (String part : split(rawRelative)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? ROOT : new RootPath("/" + String.join("/", parts));
    }

    /** The path of an entry of this directory. {@code name} is one component, neither {@code .} nor {@code ..}. */
    public RootPath child(String name) {
        boolean normal = !name.isEmpty()
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && !name.equals(".")
                && !name.equals("..");
        return new RootPath(isRoot() ? "/" + name : raw + "/" + name, normal);
    }

    /** The parent directory; the root is its own parent. */
    public RootPath parent() {
        int slash = raw.lastIndexOf('/');
        return slash <= 0 ? ROOT : new RootPath(raw.substring(0, slash), true);
    }

    /** The last component; empty for the root. */
    public String name() {
        return raw.substring(raw.lastIndexOf('/') + 1);
    }

    /** Without the leading slash, as archives name their entries; empty for the root. */
    public String relative() {
        return raw.substring(1);
    }

    public boolean isRoot() {
        return raw.length() == 1;
    }

    /** Whether this is {@code directory} or is below it. */
    public boolean startsWith(RootPath directory) {
        return directory.isRoot()
                || (raw.startsWith(directory.raw)
                        && (raw.length() == directory.raw.length() || raw.charAt(directory.raw.length()) == '/'));
    }

    public List<String> components() {
        return split(raw);
    }

    /**
     * The components of a raw path, absolute or not, without empty ones, up to the first NUL. {@code .} and {@code ..} are
     * kept.
     */
    public static List<String> split(String raw) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int length = cString(raw).length();
        while (start < length) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 || slash > length ? length : slash;
            if (end > start) {
                parts.add(raw.substring(start, end));
            }
            start = end + 1;
        }
        return parts;
    }

    /** Raw text as the kernel reads a path: up to the first NUL. */
    public static String cString(String raw) {
        int nul = raw.indexOf('\0');
        return nul < 0 ? raw : raw.substring(0, nul);
    }

    @Override
    public int compareTo(RootPath other) {
        int shared = Math.min(raw.length(), other.raw.length());
        for (int i = 0; i < shared; i++) {
            char a = raw.charAt(i);
            char b = other.raw.charAt(i);
            if (a != b) {
                // A slash ends a component, and the shorter component comes first.
                return a == '/' ? -1 : b == '/' ? 1 : Character.compare(a, b);
            }
        }
        return Integer.compare(raw.length(), other.raw.length());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RootPath path && raw.equals(path.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    /** For display: control characters escaped, still raw (see {@link RawText#visible}). */
    @Override
    public String toString() {
        return RawText.visible(raw);
    }

    private static boolean isNormal(String raw) {
        if (!raw.startsWith("/") || raw.indexOf('\0') >= 0) {
            return false;
        }
        if (raw.length() == 1) {
            return true;
        }
        int start = 1;
        while (start <= raw.length()) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            boolean empty = end == start;
            boolean dots = raw.charAt(Math.min(start, raw.length() - 1)) == '.'
                    && (end - start == 1 || (end - start == 2 && raw.charAt(start + 1) == '.'));
            if (empty || dots) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }
}
