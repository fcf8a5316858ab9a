package dev.whittle.diff;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * A soname that the two roots do not have alike.
 *
 * @param before real paths that have it on the one side; none if it came
 * @param after on the other; none if it went
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
