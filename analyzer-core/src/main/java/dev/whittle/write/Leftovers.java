package dev.whittle.write;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files that a run which was killed has left beside its destination. A file being written is claimed by a lock (fcntl), which
 * the kernel gives up with the process: what can be locked is nobody's.
 */
final class Leftovers {
    /**
     * What the names of this process's files begin with. Its own it must not even open: closing them would give up the claim
     * (fcntl(2), "Record locks").
     */
    static final String OWN = ".whittle-" + ProcessHandle.current().pid() + "-";

    private Leftovers() {}

    /** Until the channel is closed. On a file system without locks the file may be taken for a leftover by nobody. */
    static void claim(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            return; // nobody can lock there, so nobody removes
        }
    }

    /** Those beside a destination. That one cannot be removed is no reason not to write. */
    static void remove(Path destination) {
        Path directory = destination.resolveSibling("");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, ".whittle-*.part")) {
            for (Path file : all) {
                boolean own = file.getFileName().toString().startsWith(OWN);
                if (!own && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    removeUnlessClaimed(file);
                }
            }
        } catch (IOException e) {
            return; // which the writing will tell
        }
    }

    private static void removeUnlessClaimed(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException e) {
            return; // somebody else's, or being written by this very process
        }
    }
}
