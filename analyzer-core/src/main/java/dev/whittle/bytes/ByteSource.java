package dev.whittle.bytes;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The content of one file, readable at any position. Thread-safe. */
public interface ByteSource extends Closeable {
    /** Length in bytes, as known when the source was opened. */
    long size();

    /**
     * Reads at least one byte into {@code target}, unless {@code position} is at or after the end.
     *
     * @return the bytes read, or -1 at the end
     */
    int read(long position, ByteBuffer target) throws IOException;

    /**
     * Fills {@code target} from {@code position}.
     *
     * @throws EOFException if the content ends before {@code target} is full
     */
    default void readFully(long position, ByteBuffer target) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = read(at, target);
            if (count < 0) {
                throw new EOFException("unexpected end of file at offset " + at);
            }
            at += count;
        }
    }

    /**
     * The beginning of the content, up to a limit: for files that are small unless they are hostile. {@link #size()}
     * tells whether something was left out.
     */
    default byte[] head(int limit) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(size(), limit));
        readFully(0, content);
        return content.array();
    }

    @Override
    void close() throws IOException;

    /**
     * A part of this content, which must stay open while the part is read. Closing the part does nothing.
     *
     * @throws IllegalArgumentException if this content has no such part
     */
    default ByteSource slice(long offset, long size) {
        return new SliceSource(this, offset, size);
    }

    /**
     * The content of a host file. A link as the last component is refused, so that the file that was checked is the one
     * that is opened.
     */
    static ByteSource open(Path file) throws IOException {
        return of(FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /** The content of an open file, with its current size. Closing it closes the channel. */
    static ByteSource of(FileChannel channel) throws IOException {
        return new ChannelBytes(channel);
    }

    /** The content from its beginning. Closing the stream does not close this source. */
    default InputStream stream() {
        return new ByteSourceStream(this);
    }

    /** The content of another source, which stays open when this one is closed. */
    static ByteSource unclosable(ByteSource content) {
        return content.slice(0, content.size());
    }

    /** Content in memory. The array is not copied. */
    static ByteSource of(byte[] content) {
        return new ByteSource() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public int read(long position, ByteBuffer target) {
                if (position >= content.length) {
                    return -1;
                }
                int count = (int) Math.min(target.remaining(), content.length - position);
                target.put(content, (int) position, count);
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
