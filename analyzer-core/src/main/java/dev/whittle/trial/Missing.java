package dev.whittle.trial;

import dev.whittle.path.RootPath;

/**
 * A path that the original has, the slim image lacks, and something looked for.
 *
 * @param extent how much of it to keep
 * @param evidence one line, raw
 */
public record Missing(RootPath path, Extent extent, Way way, String evidence) {
    /** How much of a path to keep. */
    public enum Extent {
        /** A file, or a link with its target. */
        FILE,
        /** A directory without content. */
        DIRECTORY,
        /** A directory with everything below it. */
        TREE
    }

    /** How it was found. */
    public enum Way {
        /** Named in a program's message. */
        MESSAGE,
        /** Named in a failed system call. */
        TRACE,
        /** An entry of a directory that was listed. */
        LISTED
    }

    /**
     * As for {@code --include} and in a line of {@code --include-from}: a directory without content ends in {@code /.}.
     */
    public String include() {
        return extent == Extent.DIRECTORY ? path.raw() + "/." : path.raw();
    }
}
