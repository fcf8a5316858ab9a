package dev.whittle.resolve.load;

import java.util.List;
import java.util.Optional;

/**
 * Variables of one process that its loader reads.
 *
 * @param libraryPath LD_LIBRARY_PATH, raw; empty counts as absent
 * @param preload names as in LD_PRELOAD, in order
 */
public record LoaderVariables(Optional<String> libraryPath, List<String> preload) {
    public LoaderVariables {
        preload = List.copyOf(preload);
    }
}
