package dev.whittle.copy;

import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;

/**
 * Something that one source of a COPY makes.
 *
 * @param source of a file a path that may lead through links, of a tree real; of an empty directory any that is empty
 * @param origin the real path of what is meant: of an empty directory the one whose place it takes
 * @param target its name in the new root
 * @param reason of the name that asked for it first
 */
public record CopyItem(Kind kind, RootPath source, RootPath origin, RootPath target, Reason reason) {
    public enum Kind {
        FILE,
        /** A directory with all below it, links in it as they are. */
        TREE,
        /** A directory without content. */
        DIRECTORY
    }
}
