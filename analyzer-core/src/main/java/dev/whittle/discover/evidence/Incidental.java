package dev.whittle.discover.evidence;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
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

    /** Limit for libraries of libraries: deeper ones count as needed. */
    private static final int MAX_DEPTH = 12;

    private final Selection kept;

    Incidental(Selection kept) {
        this.kept = kept;
    }

    boolean is(RootPath path) {
        return is(path, 0);
    }

    private boolean is(RootPath path, int depth) {
        return depth < MAX_DEPTH
                && kept.get(path)
                        .map(each -> each.reasons().stream().allMatch(reason -> is(reason, depth)))
                        .orElse(false);
    }

    private boolean is(Reason reason, int depth) {
        return switch (reason.kind()) {
            case TREE -> !MEANT_WHOLE.contains(reason.family());
            case LIBRARY, INTERPRETER ->
                reason.because().filter(by -> is(by, depth + 1)).isPresent();
            case REQUESTED, STARTED, INCLUDED, CONFIGURATION, HIDDEN, TRACED, GENERATED, LINK, PARENT -> false;
        };
    }
}
