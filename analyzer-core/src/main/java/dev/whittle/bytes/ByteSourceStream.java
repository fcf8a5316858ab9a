package dev.whittle.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A content in order, for readers that take nothing else. */
final class ByteSourceStream extends InputStream {
    private final ByteSource content;
    private long at;

    ByteSourceStream(ByteSource content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = content.read(at, ByteBuffer.wrap(target, offset, length));
        at += Math.max(0, count);
        return count;
    }
}
