package dev.whittle.tar;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Small reads at increasing positions through one page, so that neighbouring reads need no call, and skipped parts are
 * not read.
 */
final class ArchivePages {
    /** Holds the headers of a few small files in a row; a larger page would be wasted before each large file. */
    private static final int PAGE = 1 << 14;

    private final ByteSource archive;
    private final byte[] page = new byte[PAGE];
    private long start;
    private int length;

    ArchivePages(ByteSource archive) {
        this.archive = archive;
    }

    long size() {
        return archive.size();
    }

    /** Fills {@code target}, which must be within the archive. */
    void read(long position, byte[] target) throws IOException {
        if (target.length > PAGE) {
            archive.readFully(position, ByteBuffer.wrap(target));
            return;
        }
        int into = at(position, target.length);
        System.arraycopy(page, into, target, 0, target.length);
    }

    /** One byte, which must be within the archive. */
    byte read(long position) throws IOException {
        return page[at(position, 1)];
    }

    private int at(long position, int count) throws IOException {
        if (position < start || position + count > start + length) {
            length = 0;
            int wanted = (int) Math.min(PAGE, archive.size() - position);
            archive.readFully(position, ByteBuffer.wrap(page, 0, wanted));
            start = position;
            length = wanted;
        }
        return (int) (position - start);
    }
}
