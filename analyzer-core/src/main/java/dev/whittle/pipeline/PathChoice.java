package dev.whittle.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Paths that a user names.
 *
 * @param includes to keep
 * @param excludes paths or globs to leave out, raw
 * @param added files of the host to place in the output
 * @param shell whether the root's shell and tools are kept for debugging
 */
public record PathChoice(List<Include> includes, List<String> excludes, List<Added> added, boolean shell) {
    public static final PathChoice NONE = new PathChoice(List.of(), List.of(), List.of(), false);

    public PathChoice {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        added = List.copyOf(added);
    }

    /**
     * One path or glob, raw.
     *
     * @param tried how a run has shown that it is needed, if one has; raw
     * @param setting where a file of settings or a variable names it, with the reason if there is one; raw
     */
    public record Include(String path, Optional<String> tried, Optional<String> setting) {
        /** Named by the user. */
        public Include(String path) {
            this(path, Optional.empty(), Optional.empty());
        }
    }

    /**
     * A file of the host.
     *
     * @param file absolute
     * @param shown what the user calls it, raw
     * @param place in the root, raw
     */
    public record Added(Path file, String shown, String place) {}
}
