package dev.whittle.resolve.load;

import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** The result of {@code open(path, O_RDONLY)} and fstat for a loader inside a root. */
public sealed interface Opened {
    record File(RootPath realPath, Node.RegularFile node, ElfInspection inspection) implements Opened {}

    /** Something that can be opened but not read as a file: a directory, a device. */
    record NotAFile(String reason) implements Opened {}

    record Failed(Walk.Cause cause) implements Opened {}

    /**
     * A path relative to a directory. If that is the root, {@link FactsMemo#open} has the result cached.
     *
     * @param directory real
     * @param path raw; one component, as in a search, or any path
     */
    static Opened in(FactsMemo facts, RootPath directory, String path) throws IOException {
        Walk.Result result = Walk.follow(facts.root(), directory, path);
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
