package dev.whittle.discover.evidence;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a file is kept only as one of many, below a directory that a family keeps whole, or for such a file: then its
 * needs are optional.
 */
final class Incidental {
    /**
     * A path in the image's command, in a script or in a configuration is meant with its content: a directory of
     * services or hooks, an application to copy.
     */
    private static final Set<String> MEANT_WHOLE = Set.of("image", "scripts", "configuration");

    private final Selection kept;

    Incidental(Selection kept) {
        this.kept = kept;
    }

    boolean is(RootPath path) {
        return is(path, false, new HashSet<>());
    }

    /**
     * As {@link #is}, but also for what only other incidental files name: a program, or a directory of which the file is a
     * part. Files that name each other add no certainty.
     */
    boolean isAmongOthers(RootPath path) {
        return is(path, true, new HashSet<>());
    }

    /** @param seen files that were visited: a cycle adds no certainty */
    private boolean is(RootPath path, boolean named, Set<RootPath> seen) {
        return !seen.add(path)
                || kept.get(path).filter(each -> is(each, named, seen)).isPresent();
    }

    private boolean is(Selection.Kept each, boolean named, Set<RootPath> seen) {
        boolean isOneOfMany = each.reasons().stream().anyMatch(Incidental::isOfMany);
        return each.reasons().stream().allMatch(reason -> switch (reason.kind()) {
            case TREE -> isOfMany(reason) || (named && isFor(reason, true, seen));
            case LIBRARY, INTERPRETER -> isFor(reason, named, seen);
            case HIDDEN ->
                named
                        ? isFor(reason, true, seen)
                        : isOneOfMany
                                && reason.because().filter(each.path()::equals).isPresent();
            case REQUESTED, STARTED, INCLUDED, CONFIGURATION, TRACED, GENERATED, LINK, PARENT -> false;
        });
    }

    private boolean isFor(Reason reason, boolean named, Set<RootPath> seen) {
        return reason.because().filter(by -> is(by, named, seen)).isPresent();
    }

    private static boolean isOfMany(Reason reason) {
        return reason.kind() == Reason.Kind.TREE && !MEANT_WHOLE.contains(reason.family());
    }
}
