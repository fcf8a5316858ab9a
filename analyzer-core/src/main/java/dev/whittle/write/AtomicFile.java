package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: written beside its destination and renamed. What is no regular file (a device,
 * a pipe) is written as it is, for renaming would replace it; a link is followed. Closing without {@link #commit} removes
 * what was written, and so does the end of the process.
 */
public final class AtomicFile implements Closeable {
    /** As Linux: fs/namei.c, MAXSYMLINKS. */
    private static final int MAX_LINKS = 40;

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
        // Renaming would replace a link and not what it points to, and /dev/stdout may be one to a regular file.
        Path destination = Files.isSymbolicLink(wanted) && Files.exists(wanted) ? wanted.toRealPath() : target(wanted);
        if (Files.isDirectory(destination)) {
            throw new FileSystemException(destination.toString(), null, "is a directory");
        }
        if (Files.exists(destination) && !Files.isRegularFile(destination)) {
            FileChannel channel = FileChannel.open(destination, StandardOpenOption.WRITE);
            return new AtomicFile(destination, destination, channel);
        }
        Leftovers.remove(destination);
        Leftovers.Claimed claimed = Leftovers.create(destination);
        return new AtomicFile(destination, claimed.file(), claimed.channel());
    }

    /**
     * Finds out whether {@link #create} would succeed, and leaves nothing behind. What is there and no regular file is not
     * opened: to open a pipe is to wait for its reader.
     *
     * @throws java.nio.file.FileSystemException if it cannot be written there
     */
    public static void check(Path wanted) throws IOException {
        if (Files.exists(wanted) && !Files.isRegularFile(wanted) && !Files.isDirectory(wanted)) {
            return;
        }
        try (AtomicFile probe = create(wanted)) {
            probe.stream().flush();
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

    /** Whether {@link #patch} and {@link #content} can be used; not so for a device or a pipe. */
    public boolean isSeekable() {
        return !written.equals(destination);
    }

    /**
     * All that was written so far, read anew: what the file has, not what was meant. Closing it does nothing, for closing
     * any channel of a file gives up what {@link Leftovers#create} got.
     */
    public ByteSource content() throws IOException {
        return ByteSource.unclosable(ByteSource.of(channel));
    }

    /** Puts other bytes in the place of some already written. */
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

    /** Gives what was written another name beside the destination, for what is named after its content. */
    void commitAs(Path name) throws IOException {
        if (!written.equals(destination)) {
            // While it is open it is claimed: once closed, another run would take it for a leftover.
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

    /** After {@link #commit} nothing has this name any more. */
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
            // Nothing is left to be done about it, and the failure that led here is the one to tell.
            return;
        }
    }
}
