package dev.whittle.stream;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The bytes of a compressed content, buffer by buffer. Each buffer is also passed to the second thread to be hashed.
 */
final class PackedInput {
    /** Reads as much as fits, at least one byte; -1 at the end. */
    interface Reader {
        int read(long position, byte[] into) throws IOException;
    }

    private final Reader reader;
    private final SecondThread second;
    private final LongConsumer progress;
    private byte[] buffer = new byte[0];
    private int position;
    private int limit;
    private long read;

    PackedInput(Reader reader, SecondThread second, LongConsumer progress) {
        this.reader = reader;
        this.second = second;
        this.progress = progress;
    }

    static Reader reader(ByteSource content) {
        return (position, into) -> content.read(position, ByteBuffer.wrap(into));
    }

    static Reader reader(InputStream in) {
        return (position, into) -> {
            int count = in.readNBytes(into, 0, into.length);
            return count == 0 ? -1 : count;
        };
    }

    /** The first bytes, without consuming them. */
    byte[] head() throws IOException {
        if (available() == 0 && !refill()) {
            return new byte[0];
        }
        return Arrays.copyOfRange(buffer, position, Math.min(limit, position + Codec.HEAD));
    }

    /** Reads more once all is consumed; false at the end. */
    boolean refill() throws IOException {
        byte[] next = second.freePacked();
        int count = reader.read(read, next);
        if (count <= 0) {
            second.unusedPacked(next);
            return false;
        }
        buffer = next;
        position = 0;
        limit = count;
        read += count;
        second.packed(next, count);
        progress.accept(count);
        return true;
    }

    /** The next byte; -1 at the end. */
    int read() throws IOException {
        return available() > 0 || refill() ? buffer[position++] & 0xFF : -1;
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    int available() {
        return limit - position;
    }

    void consume(int count) {
        position += count;
    }

    /** Position of the next byte in the content. */
    long offset() {
        return read - available();
    }
}
