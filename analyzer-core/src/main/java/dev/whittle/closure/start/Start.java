package dev.whittle.closure.start;

import dev.whittle.path.RootPath;

/**
 * A path that an image's configuration leads to.
 *
 * @param path links unresolved
 * @param evidence raw, one line that a person can check in the configuration: {@code the image's Cmd: nginx}
 */
public record Start(RootPath path, Kind kind, String evidence) {
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
