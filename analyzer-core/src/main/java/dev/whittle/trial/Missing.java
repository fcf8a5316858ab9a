package dev.whittle.trial;

import dev.whittle.path.RootPath;

/**
 * A path that the original has, the slim image lacks, and something asked for.
 *
 * @param extent how much of it is asked for
 * @param evidence what says so, one line, raw
 */
public record Missing(RootPath path, Extent extent, Way way, String evidence) {
    /** What of a path to keep. */
    public enum Extent {
        /** A file, a link with what it leads to. */
        FILE,
        /** A directory alone. */
        DIRECTORY,
        /** A directory with all below it. */
        TREE
    }

    /** How it was found. */
    public enum Way {
        /** A program's own message names it. */
        MESSAGE,
        /** A system call that failed named it. */
        TRACE,
        /** A directory was listed, and entries of it are not there. */
        LISTED
    }

    /** As {@code --include} and a line of {@code --include-from} have it: a directory alone ends in {@code /.}. */
    public String include() {
        return extent == Extent.DIRECTORY ? path.raw() + "/." : path.raw();
    }
}
