package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A directory that appears whole or not at all: filled beside its destination, where nobody else may enter, and renamed.
 * Closing without {@link #commit} removes it, and so does the end of the process.
 */
final class TemporaryTree implements Closeable {
    private static final int MAX_TRIES = 100;

    private final Path destination;
    private final Path path;
    private final AtExit atExit;

    private TemporaryTree(Path destination, Path path) {
        this.destination = destination;
        this.path = path;
        this.atExit = new AtExit(() -> remove(path, path.resolveSibling(path.getFileName() + ".gone")));
    }

    static TemporaryTree create(Path destination) throws IOException {
        for (int i = 0; ; i++) {
            long unique = ThreadLocalRandom.current().nextLong();
            Path beside = destination.resolveSibling(".whittle-" + Long.toHexString(unique) + ".part");
            try {
                var onlyOurs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
                return new TemporaryTree(destination, Files.createDirectory(beside, onlyOurs));
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

    /** @throws java.nio.file.DirectoryNotEmptyException if something has come into the destination meanwhile */
    void commit() throws IOException {
        Files.move(path, destination, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Renamed first, so that a thread which still fills it at the end of the process no longer finds it. */
    private static void remove(Path path, Path gone) {
        try {
            Files.move(path, gone, StandardCopyOption.ATOMIC_MOVE);
            remove(gone);
        } catch (IOException e) {
            return; // committed, or nothing can be done about it
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            List<Path> entries = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
                stream.forEach(entries::add);
            }
            for (Path entry : entries) {
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
