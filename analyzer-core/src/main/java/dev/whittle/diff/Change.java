package dev.whittle.diff;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * A path that differs between the two roots.
 *
 * @param what for a changed one, in this order: {@code type}, {@code content}, {@code mode}, {@code owner},
 *     {@code target}, {@code device}, {@code xattrs}; empty for others
 * @param before size of the regular file in the first root, 0 if there is none
 * @param after likewise in the second root
 */
public record Change(RootPath path, Kind kind, List<String> what, long before, long after) {
    public enum Kind {
        GONE,
        COME,
        CHANGED
    }

    public Change {
        what = List.copyOf(what);
    }

    public boolean has(String aspect) {
        return what.contains(aspect);
    }
}
