package dev.whittle.write;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that are being written next to their destination, and those of killed runs. A file being written is locked
 * (fcntl), and the kernel releases the lock with the process: a file that can be locked is abandoned. A directory
 * cannot be locked; a file next to it is locked instead, and identifies the directory.
 */
final class PartialFiles {
    private static final int MAX_TRIES = 100;
    private static final String PREFIX = ".whittle-";
    private static final String SUFFIX = ".part";

    /**
     * Prefix of the names of this process's files, which it must not even open: closing them would release the lock
     * (fcntl(2), "Record locks"). Not the process ID: in a container every run has the same.
     */
    private static final String OWN =
            PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";

    private PartialFiles() {}

    /** A file that nobody else removes while its channel is open. */
    record Claimed(Path file, FileChannel channel) {
        /** The directory that it may stand for. */
        Path tree() {
            return PartialFiles.tree(file);
        }

        /** Name of the directory while it is being removed. */
        Path gone() {
            return PartialFiles.gone(file);
        }

        /** Records the identity of the directory, so that no other one is ever removed in its place. */
        void standsForTree() throws IOException {
            channel.write(ByteBuffer.wrap(RawText.bytes(identity(tree()))), 0);
        }
    }

    /** Whether a file with this name is being written by another process and not yet in its place. */
    static boolean isUnplaced(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    /** A new file next to a destination, locked until its channel is closed. */
    static Claimed create(Path destination) throws IOException {
        for (int i = 0; ; i++) {
            String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
            Path beside = destination.resolveSibling(OWN + unique + SUFFIX);
            try {
                FileChannel channel = FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
                claim(channel);
                if (Files.exists(beside)) {
                    return new Claimed(beside, channel);
                }
                channel.close(); // another run treated it as abandoned just before it was locked
            } catch (FileAlreadyExistsException e) {
                if (i == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** On a file system without locks the file is never treated as abandoned. */
    private static void claim(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            return; // locking is impossible, so nothing is removed
        }
    }

    /** Removes abandoned files next to a destination. A failure to remove one does not prevent writing. */
    static void remove(Path destination) {
        Path directory = destination.resolveSibling("");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : all) {
                boolean own = file.getFileName().toString().startsWith(OWN);
                if (!own && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    removeUnlessClaimed(file);
                }
            }
        } catch (IOException e) {
            return; // the write will report it
        }
    }

    private static void removeUnlessClaimed(Path file) {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                removeTree(tree(file), channel);
                removeTree(gone(file), channel);
                Files.deleteIfExists(file);
            }
        } catch (IOException | OverlappingFileLockException e) {
            return; // owned by others, or being written by this process
        }
    }

    /** Only the directory that the file identifies: another one with that name was put there by someone else. */
    private static void removeTree(Path tree, FileChannel claim) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        byte[] identity = RawText.bytes(identity(tree));
        ByteBuffer said = ByteBuffer.allocate(identity.length);
        claim.read(said, 0);
        if (claim.size() == 0) {
            Files.delete(tree); // killed before it was recorded; it is empty
        } else if (claim.size() == identity.length && Arrays.equals(said.array(), identity)) {
            TreeRemoval.remove(tree);
        }
    }

    private static Path tree(Path file) {
        return withSuffix(file, ".tree" + SUFFIX);
    }

    private static Path gone(Path file) {
        return withSuffix(file, ".gone" + SUFFIX);
    }

    private static Path withSuffix(Path file, String suffix) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + suffix);
    }

    /** Device and inode. */
    private static String identity(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        if (key == null) {
            throw new NoSuchFileException(path.toString(), null, "has no identity here");
        }
        return key.toString();
    }
}
