package dev.whittle.stream;

import java.io.IOException;
import java.io.InputStream;

/** A compressed content for libraries that read from streams. */
final class PackedStream extends InputStream {
    private final PackedInput in;

    PackedStream(PackedInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (in.available() == 0 && !in.refill()) {
            return -1;
        }
        int count = Math.min(length, in.available());
        System.arraycopy(in.buffer(), in.position(), into, offset, count);
        in.consume(count);
        return count;
    }
}
