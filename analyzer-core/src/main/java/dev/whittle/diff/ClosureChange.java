package dev.whittle.diff;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * A name that programs in both roots find differently.
 *
 * @param name the requested name, raw
 * @param before the real path found in the first root; {@code missing}, {@code fatal}, or {@code not asked for}
 * @param after in the second root
 * @param programs affected
 */
public record ClosureChange(String name, String before, String after, List<RootPath> programs) {
    static final String MISSING = "missing";
    static final String FATAL = "fatal";
    public static final String NOT_ASKED = "not asked for";

    public enum Kind {
        NEWLY_MISSING,
        NEWLY_FOUND,
        MOVED
    }

    public ClosureChange {
        programs = List.copyOf(programs);
    }

    public Kind kind() {
        if (isBad(after) && !isBad(before)) {
            return Kind.NEWLY_MISSING;
        }
        return isBad(before) && !isBad(after) ? Kind.NEWLY_FOUND : Kind.MOVED;
    }

    private static boolean isBad(String outcome) {
        return outcome.equals(MISSING) || outcome.equals(FATAL);
    }
}
