package dev.whittle.stream;

import dev.whittle.bytes.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An unnamed file: written, then read back. Its name is removed before the first byte, so nothing is left behind. */
public final class SpoolFile implements Closeable {
    private static final int BUFFER = 1 << 17;

    private final FileChannel channel;

    private SpoolFile(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if {@code directory} cannot be written */
    public static SpoolFile create(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "whittle-", ".spool");
        return new SpoolFile(FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    public OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /** Replaces bytes that were already written. */
    public void patch(long position, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, position + rest.position());
        }
    }

    /** Takes back what was written from {@code position} on. */
    public void cut(long position) throws IOException {
        channel.truncate(position); // the channel's own position goes back with it
    }

    /** Appends all that remains in {@code bytes}. */
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** As {@link dev.whittle.bytes.ByteSource#read}. */
    public int read(long position, ByteBuffer target) throws IOException {
        return channel.read(target, position);
    }

    /** Everything written so far, readable at any position. Closing it does nothing. */
    public ByteSource content() throws IOException {
        long size = channel.size();
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                return SpoolFile.this.read(position, target);
            }

            @Override
            public void close() {}
        };
    }

    /** Everything written so far. */
    public void copyTo(OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long position = 0;
        while (channel.read(buffer.clear(), position) > 0) {
            out.write(buffer.array(), 0, buffer.position());
            position += buffer.position();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
