package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file that appears whole or not at all: written next to its destination and renamed. A destination that is not a
 * regular file (a device, a pipe) is written directly, since renaming would replace it; a link is followed. Closing
 * without {@link #commit} removes what was written, and so does the end of the process.
 */
public final class AtomicFile implements Closeable {
    /** Limit of Linux: fs/namei.c, MAXSYMLINKS. */
    private static final int MAX_LINKS = 40;

    /** Where no file can be made, whatever access(2) says. */
    private static final Set<String> OF_THE_KERNEL = Set.of("proc", "sysfs");

    private final Path destination;
    private final Path written;
    private final FileChannel channel;
    private final OutputStream out;
    private final AtExit atExit;

    private AtomicFile(Path destination, Path written, FileChannel channel) {
        this.destination = destination;
        this.written = written;
        this.channel = channel;
        this.out = Channels.newOutputStream(channel);
        this.atExit = new AtExit(() -> remove(written, destination));
    }

    /** @throws java.nio.file.FileSystemException if it cannot be written there */
    public static AtomicFile create(Path wanted) throws IOException {
        // Renaming would replace a link and not its target, and /dev/stdout may be a link to a regular file.
        Path destination = Files.isSymbolicLink(wanted) && Files.exists(wanted) ? wanted.toRealPath() : target(wanted);
        if (Files.isDirectory(destination)) {
            throw new FileSystemException(destination.toString(), null, "is a directory");
        }
        if (Files.exists(destination) && !Files.isRegularFile(destination)) {
            FileChannel channel = FileChannel.open(destination, StandardOpenOption.WRITE);
            return new AtomicFile(destination, destination, channel);
        }
        PartialFiles.remove(destination);
        PartialFiles.Claimed claimed = PartialFiles.create(destination);
        return new AtomicFile(destination, claimed.file(), claimed.channel());
    }

    /**
     * Checks whether {@link #create} could succeed, without creating a file. A destination that is not a regular file is not
     * opened: opening a pipe waits for its reader.
     *
     * @throws java.nio.file.FileSystemException if it cannot be written there
     */
    public static void check(Path wanted) throws IOException {
        Path destination = Files.isSymbolicLink(wanted) && Files.exists(wanted) ? wanted.toRealPath() : target(wanted);
        if (Files.isDirectory(destination)) {
            throw new FileSystemException(destination.toString(), null, "is a directory");
        }
        if (Files.exists(destination) && !Files.isRegularFile(destination)) {
            return;
        }
        Path directory = destination.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            refuse(directory == null ? destination : directory);
        }
        Optional<FileStore> store = store(Objects.requireNonNull(directory));
        if (store.isPresent() && store.get().isReadOnly()) {
            throw new FileSystemException(destination.toString(), null, "read-only file system");
        }
        if (store.isPresent() && OF_THE_KERNEL.contains(store.get().type())) {
            throw new NoSuchFileException(destination.toString());
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(destination.toString());
        }
    }

    /** Says of a directory that is none what the system says: no such file, not a directory, permission denied. */
    private static void refuse(Path directory) throws IOException {
        Files.readAttributes(directory, BasicFileAttributes.class);
        throw new NotDirectoryException(directory.toString());
    }

    /** Empty where the list of mounts does not have it, as in a changed root. */
    private static Optional<FileStore> store(Path directory) {
        try {
            return Optional.of(Files.getFileStore(directory));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where a link leads that leads to nothing yet: there the file is made, as open(2) does. */
    private static Path target(Path wanted) throws IOException {
        Path at = wanted;
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemException(wanted.toString(), null, "too many levels of symbolic links");
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    public OutputStream stream() {
        return out;
    }

    /** Whether {@link #patch} and {@link #content} can be used; not for a device or a pipe. */
    public boolean isSeekable() {
        return !written.equals(destination);
    }

    /**
     * Everything written so far, read from the file: its actual content. Closing it does nothing, since closing any
     * channel of a file releases the lock of {@link PartialFiles#create}.
     */
    public ByteSource content() throws IOException {
        return ByteSource.unclosable(ByteSource.of(channel));
    }

    /** Replaces bytes that were already written. */
    void patch(long position, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, position + rest.position());
        }
    }

    /** Takes back what was written from {@code position} on. */
    void cut(long position) throws IOException {
        channel.truncate(position); // the channel's own position goes back with it
    }

    /** Puts what was written in the destination's place. */
    public void commit() throws IOException {
        commitAs(destination);
    }

    /** Renames what was written to another name next to the destination, for a file named after its content. */
    void commitAs(Path name) throws IOException {
        if (!written.equals(destination)) {
            // Locked while it is open: once closed, another run would treat it as abandoned.
            Files.move(written, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        out.close();
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            atExit.close();
        }
    }

    /** After {@link #commit} nothing has this name. */
    void remove() {
        remove(written, destination);
    }

    private static void remove(Path written, Path destination) {
        if (written.equals(destination)) {
            return;
        }
        try {
            Files.deleteIfExists(written);
        } catch (IOException e) {
            // Nothing can be done about it; the failure that led here is the one to report.
            return;
        }
    }
}
