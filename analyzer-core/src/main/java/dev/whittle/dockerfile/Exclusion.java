package dev.whittle.dockerfile;

import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import java.util.List;

/**
 * What {@code --exclude} leaves out of a copy: each pattern is relative to the source directory, and one that matches a
 * directory leaves out everything below it (moby/patternmatcher: MatchesOrParentMatches).
 *
 * @param base real
 */
record Exclusion(RootPath base, List<Glob> patterns) {
    static final Exclusion NONE = new Exclusion(RootPath.ROOT, List.of());

    static Exclusion of(RootPath base, List<String> raw) {
        return new Exclusion(base, raw.stream().map(Glob::of).toList());
    }

    /** Exceptions, escapes, and stars that span directories within a name are not supported here. */
    static boolean isUnderstood(String pattern) {
        return !pattern.isEmpty()
                && !pattern.startsWith("!")
                && !pattern.startsWith("/")
                && pattern.indexOf('\\') < 0
                && pattern.indexOf('$') < 0
                && RootPath.split(pattern).stream()
                        .allMatch(part -> part.equals("**") || (!part.contains("**") && !part.equals("..")));
    }

    boolean covers(RootPath path) {
        if (patterns.isEmpty() || !path.startsWith(base)) {
            return false;
        }
        int above = base.components().size();
        RootPath seen = RootPath.ROOT;
        for (String part : path.components().subList(above, path.components().size())) {
            RootPath next = seen.child(part);
            if (patterns.stream().anyMatch(pattern -> pattern.matches(next))) {
                return true;
            }
            seen = next;
        }
        return false;
    }
}
