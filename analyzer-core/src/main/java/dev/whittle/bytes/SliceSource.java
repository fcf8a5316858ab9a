package dev.whittle.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A part of another content. Closing it does nothing: the whole has another owner. */
final class SliceSource implements ByteSource {
    private final ByteSource whole;
    private final long offset;
    private final long size;

    SliceSource(ByteSource whole, long offset, long size) {
        if (offset < 0 || size < 0 || offset > whole.size() - size) {
            throw new IllegalArgumentException(size + " bytes at " + offset + " of " + whole.size());
        }
        this.whole = whole;
        this.offset = offset;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position >= size) {
            return -1;
        }
        long left = size - position;
        if (target.remaining() <= left) {
            return whole.read(offset + position, target);
        }
        int limit = target.limit();
        target.limit(target.position() + (int) left);
        try {
            return whole.read(offset + position, target);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void close() {}
}
