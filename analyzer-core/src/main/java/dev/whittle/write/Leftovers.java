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
 * Files that are being written beside their destination, and those of runs which were killed. One being written is claimed by
 * a lock (fcntl), which the kernel gives up with the process: what can be locked is nobody's. A directory cannot be locked;
 * it is claimed by a file beside it, which says which directory it stands for.
 */
final class Leftovers {
    private static final int MAX_TRIES = 100;
    private static final String PREFIX = ".whittle-";
    private static final String SUFFIX = ".part";

    /**
     * What the names of this process's files begin with. Its own it must not even open: closing them would give up the claim
     * (fcntl(2), "Record locks"). No process number: in a container every run has the same.
     */
    private static final String OWN =
            PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";

    private Leftovers() {}

    /** A file that nobody else removes while its channel is open. */
    record Claimed(Path file, FileChannel channel) {
        /** The directory that it may stand for. */
        Path tree() {
            return Leftovers.tree(file);
        }

        /** What the directory is called while it is being removed. */
        Path gone() {
            return Leftovers.gone(file);
        }

        /** Says that the directory is this one, so that no other one is ever removed in its place. */
        void standsForTree() throws IOException {
            channel.write(ByteBuffer.wrap(RawText.bytes(identity(tree()))), 0);
        }
    }

    /** Whether a file of this name is one that another process writes and has not put into its place. */
    static boolean isUnplaced(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    /** A new file beside a destination, claimed until its channel is closed. */
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
                channel.close(); // another run took it for a leftover, in the moment before it was claimed
            } catch (FileAlreadyExistsException e) {
                if (i == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** On a file system without locks the file may be taken for a leftover by nobody. */
    private static void claim(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            return; // nobody can lock there, so nobody removes
        }
    }

    /** Removes those beside a destination. That one cannot be removed is no reason not to write. */
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
            return; // which the writing will tell
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
            return; // somebody else's, or being written by this very process
        }
    }

    /** Only the directory that the file names: another one of that name somebody has put there. */
    private static void removeTree(Path tree, FileChannel claim) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        byte[] identity = RawText.bytes(identity(tree));
        ByteBuffer said = ByteBuffer.allocate(identity.length);
        claim.read(said, 0);
        if (claim.size() == 0) {
            Files.delete(tree); // killed before it was said; nothing is in it
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
