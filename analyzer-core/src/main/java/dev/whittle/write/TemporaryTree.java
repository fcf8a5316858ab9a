package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A directory that appears whole or not at all: filled next to its destination, where nobody else may enter, and
 * renamed. An existing empty directory is kept, since it may be a mount point or a working directory: the tree is
 * created inside it, and moved up. Closing without {@link #commit} removes it, and so does the end of the process.
 */
final class TemporaryTree implements Closeable {
    private static final int OWNER_WRITES = 0200;

    private final Path destination;
    private final PartialFiles.Claimed claimed;
    private final boolean within;
    private final List<Path> moved = new ArrayList<>();
    private final AtExit atExit;
    private boolean committed;

    private TemporaryTree(Path destination, PartialFiles.Claimed claimed, boolean within) {
        this.within = within;
        this.destination = destination;
        this.claimed = claimed;
        this.atExit = new AtExit(this::remove);
    }

    /** The destination does not exist. */
    static TemporaryTree create(Path destination) throws IOException {
        PartialFiles.remove(destination);
        return create(destination, destination, false);
    }

    /** The destination is an empty directory. */
    static TemporaryTree within(Path destination) throws IOException {
        return create(destination, inside(destination), true);
    }

    /** Whether a directory is empty, after removing leftovers of killed runs. */
    static boolean isEmpty(Path destination) throws IOException {
        for (Path entry : entries(destination)) {
            if (!PartialFiles.isUnplaced(entry.getFileName().toString())) {
                return false;
            }
        }
        PartialFiles.remove(inside(destination));
        return entries(destination).isEmpty();
    }

    private static Path inside(Path destination) {
        return destination.resolve(".");
    }

    private static TemporaryTree create(Path destination, Path sibling, boolean within) throws IOException {
        PartialFiles.Claimed claimed = PartialFiles.create(sibling);
        TemporaryTree tree = new TemporaryTree(destination, claimed, within);
        try {
            var onlyOurs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(tree.path(), onlyOurs);
            claimed.standsForTree();
            return tree;
        } catch (IOException e) {
            tree.close();
            throw e;
        }
    }

    Path path() {
        return claimed.tree();
    }

    /** @throws java.nio.file.FileSystemException if something was put into the destination */
    synchronized void commit() throws IOException {
        if (!within) {
            Files.move(path(), destination, StandardCopyOption.ATOMIC_MOVE);
            commitDone();
            return;
        }
        for (Path entry : entries(path())) {
            Path place = destination.resolve(entry.getFileName());
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(destination.toString(), null, "is not empty any more");
            }
            moved.add(place);
            moveUp(entry, place);
        }
        Map<String, Object> known = attributes(path());
        Instant modified = Files.getLastModifiedTime(path()).toInstant();
        Files.delete(path());
        commitDone();
        try {
            HostFiles.owner(destination, number(known, "uid"), number(known, "gid"));
            HostFiles.time(destination, modified);
            HostFiles.mode(destination, number(known, "mode") & 07777);
        } catch (HostFiles.NotPermittedException e) {
            return; // another owner's directory, which stays unchanged
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (int) Objects.requireNonNull(attributes.get(name));
    }

    /**
     * The parent of a directory that its owner may not write to can be changed by root only (Linux: fs/namei.c,
     * vfs_rename).
     */
    private static void moveUp(Path entry, Path place) throws IOException {
        int mode = number(attributes(entry), "mode");
        boolean closed = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && (mode & OWNER_WRITES) == 0;
        if (closed) {
            HostFiles.mode(entry, (mode & 07777) | OWNER_WRITES);
        }
        Files.move(entry, place, StandardCopyOption.ATOMIC_MOVE);
        if (closed) {
            HostFiles.mode(place, mode & 07777);
        }
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }

    private void commitDone() {
        committed = true;
        try {
            unclaim();
        } catch (IOException e) {
            return; // the destination is complete, and the next run removes what is next to it
        }
    }

    private void unclaim() throws IOException {
        Files.deleteIfExists(claimed.file());
        claimed.channel().close();
    }

    /** Renamed first, so that a thread that still fills it at the end of the process no longer finds it. */
    private synchronized void remove() {
        if (committed || !claimed.channel().isOpen()) {
            return;
        }
        try {
            if (Files.exists(path(), LinkOption.NOFOLLOW_LINKS)) {
                Files.move(path(), claimed.gone(), StandardCopyOption.ATOMIC_MOVE);
                TreeRemoval.remove(claimed.gone());
            }
            for (Path entry : moved) {
                if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                    TreeRemoval.remove(entry);
                }
            }
            unclaim();
        } catch (IOException e) {
            return; // only the next run can do something about it
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        return entries;
    }

    @Override
    public void close() {
        atExit.close();
    }
}
