package dev.whittle.diff;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * A soname that differs between the two roots.
 *
 * @param before real paths in the first root; none if it was added
 * @param after in the second root; none if it was removed
 */
public record LibraryChange(String soname, String machine, List<RootPath> before, List<RootPath> after) {
    public LibraryChange {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    public Change.Kind kind() {
        return before.isEmpty() ? Change.Kind.COME : after.isEmpty() ? Change.Kind.GONE : Change.Kind.CHANGED;
    }
}
