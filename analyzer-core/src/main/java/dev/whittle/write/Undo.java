package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reverts additions to a place that others use too: unless dismissed, closing removes them, and so does the end of the
 * process.
 */
final class Undo implements Closeable {
    private final Deque<Path> added = new ArrayDeque<>();
    private final List<AtomicFile> unplaced = new ArrayList<>();
    private boolean removed;
    private final AtExit atExit = new AtExit(this::remove);

    /** A directory, created unless it exists. */
    synchronized void directory(Path path) throws IOException {
        refuseAtTheEnd();
        try {
            Files.createDirectory(path);
            added.push(path);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    /** A file that is not yet in its place. */
    synchronized AtomicFile create(Path path) throws IOException {
        refuseAtTheEnd();
        AtomicFile file = AtomicFile.create(path);
        unplaced.add(file);
        return file;
    }

    /** Moves a file into its place; an existing one is replaced, and stays replaced. */
    synchronized void commit(AtomicFile file, Path place) throws IOException {
        refuseAtTheEnd();
        boolean isNew = !Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        file.commitAs(place);
        if (isNew) {
            added.push(place);
        }
    }

    /** Moves the file into place that makes all others visible: from then on there is nothing to revert. */
    synchronized void commitLast(AtomicFile file) throws IOException {
        refuseAtTheEnd();
        file.commit();
        added.clear();
    }

    /** The process is ending, and a thread that continues must not add what nobody would remove. */
    private void refuseAtTheEnd() throws IOException {
        if (removed) {
            throw new IOException("interrupted");
        }
    }

    private synchronized void remove() {
        removed = true;
        unplaced.forEach(AtomicFile::remove);
        while (!added.isEmpty()) {
            remove(added.pop());
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            return; // a directory with entries of others: it stays
        }
    }

    @Override
    public void close() {
        atExit.close();
    }
}
