package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A directory that appears whole or not at all: filled beside its destination, where nobody else may enter, and renamed.
 * An empty directory that is there already stays the same one, for it may be a mount point or somebody's working directory:
 * the tree is filled within it, and moved up. Closing without {@link #commit} removes it, and so does the end of the process.
 */
final class TemporaryTree implements Closeable {
    private static final int MAX_TRIES = 100;

    private final Path destination;
    private final Path path;
    private final boolean within;
    private final List<Path> moved = new ArrayList<>();
    private final AtExit atExit;
    private boolean committed;

    private TemporaryTree(Path destination, Path path, boolean within) {
        this.within = within;
        this.destination = destination;
        this.path = path;
        this.atExit = new AtExit(this::remove);
    }

    /** The destination does not exist. */
    static TemporaryTree create(Path destination) throws IOException {
        return create(destination, destination, false);
    }

    /** The destination is an empty directory. */
    static TemporaryTree within(Path destination) throws IOException {
        return create(destination, destination.resolve("."), true);
    }

    private static TemporaryTree create(Path destination, Path sibling, boolean within) throws IOException {
        for (int i = 0; ; i++) {
            long unique = ThreadLocalRandom.current().nextLong();
            Path beside = sibling.resolveSibling(".whittle-" + Long.toHexString(unique) + ".part");
            try {
                var onlyOurs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
                return new TemporaryTree(destination, Files.createDirectory(beside, onlyOurs), within);
            } catch (FileAlreadyExistsException e) {
                if (i == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    Path path() {
        return path;
    }

    /** @throws java.nio.file.FileSystemException if something has come into the destination meanwhile */
    synchronized void commit() throws IOException {
        if (!within) {
            Files.move(path, destination, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
            return;
        }
        for (Path entry : entries(path)) {
            Path place = destination.resolve(entry.getFileName());
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(destination.toString(), null, "is not empty any more");
            }
            moved.add(place);
            Files.move(entry, place, StandardCopyOption.ATOMIC_MOVE);
        }
        Map<String, Object> its = attributes();
        long modified = Files.getLastModifiedTime(path).to(TimeUnit.SECONDS);
        Files.delete(path);
        committed = true;
        try {
            HostFiles.owner(destination, number(its, "uid"), number(its, "gid"));
            HostFiles.time(destination, modified);
            HostFiles.mode(destination, number(its, "mode") & 07777);
        } catch (HostFiles.NotPermittedException e) {
            return; // somebody else's directory, which stays as they made it
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (int) Objects.requireNonNull(attributes.get(name));
    }

    private Map<String, Object> attributes() throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid");
    }

    /** Renamed first, so that a thread which still fills it at the end of the process no longer finds it. */
    private synchronized void remove() {
        if (committed) {
            return;
        }
        Path gone = path.resolveSibling(path.getFileName() + ".gone");
        try {
            Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
            remove(gone);
            for (Path entry : moved) {
                if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                    remove(entry);
                }
            }
        } catch (IOException e) {
            return; // nothing can be done about it
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        return entries;
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            for (Path entry : entries(path)) {
                remove(entry);
            }
        }
        Files.delete(path);
    }

    @Override
    public void close() {
        atExit.close();
    }
}
