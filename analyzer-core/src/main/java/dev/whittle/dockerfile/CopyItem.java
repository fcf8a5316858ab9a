package dev.whittle.dockerfile;

import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;

/**
 * What one source of a COPY creates.
 *
 * @param source for a file, a path that may contain links; for a tree, a real path; for an empty directory, any empty
 *     one
 * @param origin the real path that is meant: for an empty directory, the one that it stands for
 * @param target its name in the new root
 * @param reason of the first request for that name
 */
public record CopyItem(Kind kind, RootPath source, RootPath origin, RootPath target, Reason reason) {
    public enum Kind {
        FILE,
        /** A directory with everything below it; links in it are preserved. */
        TREE,
        /** A directory without content. */
        DIRECTORY
    }
}
