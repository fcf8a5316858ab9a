package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether a directory can be searched at all, asked once each, as glibc does (elf/dl-load.c:open_path, "status"). */
final class DirectoryStates {
    private final RootFs root;
    private final Map<String, Optional<Walk.Cause>> known = new HashMap<>();

    DirectoryStates(RootFs root) {
        this.root = root;
    }

    /** What {@code open} would say of any file in it; empty if it is a directory. */
    Optional<Walk.Cause> trouble(String directory) throws IOException {
        Optional<Walk.Cause> cause = known.get(directory);
        if (cause == null) {
            Walk.Result result = Walk.follow(root, RootPath.ROOT, directory);
            if (result instanceof Walk.Result.Lost lost) {
                cause = Optional.of(lost.cause());
            } else {
                Node node = ((Walk.Result.Found) result).node();
                cause = node instanceof Node.Directory ? Optional.empty() : Optional.of(Walk.Cause.NOT_A_DIRECTORY);
            }
            known.put(directory, cause);
        }
        return cause;
    }
}
