package dev.whittle.dockerfile;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a source for an empty directory, since COPY cannot create one otherwise. */
final class EmptyDirectories {
    private static final List<RootPath> USUAL = Stream.of(
                    "/mnt", "/srv", "/media", "/opt", "/home", "/var/empty", "/tmp")
            .map(RootPath::of)
            .toList();

    /** Like the mount points of the runtime: not empty while an image is built, whatever the root has there. */
    private static final RootPath RUN = RootPath.of("/run");

    private static final int MAX_LOOKED_AT = 10_000;

    private final RootFs root;
    private final CopyTrees trees;
    private Optional<RootPath> any = Optional.empty();
    private boolean looked;

    EmptyDirectories(RootFs root, CopyTrees trees) {
        this.root = root;
        this.trees = trees;
    }

    /** @param directory real; returned if it is empty itself */
    Optional<RootPath> like(RootPath directory) throws IOException {
        if (isUsable(directory)) {
            return Optional.of(directory);
        }
        if (!looked) {
            looked = true;
            any = look();
        }
        return any;
    }

    private boolean isUsable(RootPath path) throws IOException {
        return root.node(path).orElse(null) instanceof Node.Directory
                && !DockerWords.isAwkward(path.raw())
                && trees.isEmpty(path);
    }

    private Optional<RootPath> look() throws IOException {
        for (RootPath usual : USUAL) {
            if (isReal(usual) && isUsable(usual)) {
                return Optional.of(usual);
            }
        }
        Deque<RootPath> pending = new ArrayDeque<>(List.of(RootPath.ROOT));
        int count = 0;
        while (!pending.isEmpty() && count < MAX_LOOKED_AT) {
            RootPath directory = pending.removeFirst();
            for (String name : trees.names(directory)) {
                RootPath path = directory.child(name);
                count++;
                if (SystemPaths.isMountPoint(path)
                        || path.equals(RUN)
                        || !(root.node(path).orElse(null) instanceof Node.Directory)) {
                    continue;
                }
                if (isUsable(path)) {
                    return Optional.of(path);
                }
                pending.addLast(path);
            }
        }
        return Optional.empty();
    }

    private boolean isReal(RootPath path) throws IOException {
        return root.node(path.parent()).orElse(null) instanceof Node.Directory;
    }
}
