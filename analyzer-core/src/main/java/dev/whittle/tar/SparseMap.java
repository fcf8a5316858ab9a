package dev.whittle.tar;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The data segments of a file with holes, ascending and without overlap; everything between them is zeros. */
public final class SparseMap {
    private static final byte[] ZEROS = new byte[4096];

    /** Start of each segment in the file. */
    private final long[] positions;

    private final long[] lengths;

    /** Start of each segment in the archive. */
    private final long[] offsets;

    /** The arrays are not copied. */
    SparseMap(long[] positions, long[] lengths, long contentOffset) {
        this.positions = positions;
        this.lengths = lengths;
        this.offsets = new long[positions.length];
        long at = contentOffset;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += lengths[i];
        }
    }

    /** Bytes of data, without holes. */
    public long dataSize() {
        return Arrays.stream(lengths).sum();
    }

    /** The whole file as one content. */
    public ByteSource open(ByteSource archive, long size) {
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                return position >= size ? -1 : readSome(archive, size, position, target);
            }

            @Override
            public void close() {}
        };
    }

    /** At most the bytes of one segment or one hole. */
    private int readSome(ByteSource archive, long size, long position, ByteBuffer target) throws IOException {
        int found = Arrays.binarySearch(positions, position);
        int segment = found >= 0 ? found : -found - 2;
        long into = segment < 0 ? 0 : position - positions[segment];
        if (segment >= 0 && into < lengths[segment]) {
            int limit = target.limit();
            target.limit(target.position() + (int) Math.min(target.remaining(), lengths[segment] - into));
            try {
                return archive.read(offsets[segment] + into, target);
            } finally {
                target.limit(limit);
            }
        }
        long end = segment + 1 < positions.length ? positions[segment + 1] : size;
        int count = (int) Math.min(target.remaining(), end - position);
        for (int left = count; left > 0; left -= ZEROS.length) {
            target.put(ZEROS, 0, Math.min(left, ZEROS.length));
        }
        return count;
    }
}
