package dev.whittle.closure.start;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderVariables;
import java.util.Optional;

/**
 * A path that an image's configuration refers to.
 *
 * @param path links unresolved
 * @param evidence raw, one line that can be checked in the configuration: {@code the image's Cmd: nginx}
 * @param variables of the process that the loader reads; empty if they are those of the image
 */
public record Start(RootPath path, Kind kind, String evidence, Optional<LoaderVariables> variables) {
    /** In the image's environment. */
    public Start(RootPath path, Kind kind, String evidence) {
        this(path, kind, evidence, Optional.empty());
    }

    /** How much of it must be kept. */
    public enum Kind {
        /** A program: with everything that starting it opens. */
        PROGRAM,
        /** A file, or a directory with everything below it. */
        CONTENT,
        /** The entry only: of a directory its owner and mode, nothing below it. */
        ENTRY
    }
}
