package dev.whittle.resolve;

import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** What {@code open(path, O_RDONLY)} and a look at the file would give a loader inside a root. */
sealed interface Opened {
    record File(RootPath realPath, Node.RegularFile node, ElfInspection inspection) implements Opened {}

    /** Something that opens but cannot be read as a file: a directory, a device. */
    record NotAFile(String reason) implements Opened {}

    record Failed(Walk.Cause cause) implements Opened {}

    /** @param path raw; a relative one is relative to the root, which stands for the working directory */
    static Opened open(FactsCache facts, String path) throws IOException {
        return of(facts, Walk.follow(facts.root(), RootPath.ROOT, path));
    }

    /**
     * A name in a directory.
     *
     * @param directory real
     * @param name one component, as a search has it
     */
    static Opened in(FactsCache facts, RootPath directory, String name) throws IOException {
        return of(facts, Walk.follow(facts.root(), directory, name));
    }

    private static Opened of(FactsCache facts, Walk.Result result) throws IOException {
        if (result instanceof Walk.Result.Lost lost) {
            return new Failed(lost.cause());
        }
        Walk.Result.Found found = (Walk.Result.Found) result;
        if (found.node() instanceof Node.Directory) {
            return new NotAFile("is a directory");
        }
        if (!(found.node() instanceof Node.RegularFile file)) {
            return new NotAFile("not a regular file");
        }
        try {
            return new File(found.path(), file, facts.inspect(found.path(), file));
        } catch (AccessDeniedException e) {
            return new Failed(Walk.Cause.DENIED);
        }
    }
}
