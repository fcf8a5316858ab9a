package dev.whittle.closure.start;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.LoaderVariables;
import java.util.Optional;

/**
 * A path that an image's configuration leads to.
 *
 * @param path links unresolved
 * @param evidence raw, one line that a person can check in the configuration: {@code the image's Cmd: nginx}
 * @param variables what the process tells the loader; empty if that is what the image's environment says
 */
public record Start(RootPath path, Kind kind, String evidence, Optional<LoaderVariables> variables) {
    /** In the image's environment. */
    public Start(RootPath path, Kind kind, String evidence) {
        this(path, kind, evidence, Optional.empty());
    }

    /** What must be kept of it. */
    public enum Kind {
        /** A program: with all that starting it opens. */
        PROGRAM,
        /** A file, or a directory with all below it. */
        CONTENT,
        /** The entry itself: of a directory its owner and mode, nothing below it. */
        ENTRY
    }
}
