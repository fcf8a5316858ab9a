package dev.whittle.tar;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Small reads at ascending places through one page, so that neighbours cost no call, and what is skipped is not read. */
final class ArchivePages {
    /** Holds the headers of some small files in a row; more would be read in vain before each big one. */
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

    /** Fills {@code target}, which must lie within the archive. */
    void read(long position, byte[] target) throws IOException {
        if (target.length > PAGE) {
            archive.readFully(position, ByteBuffer.wrap(target));
            return;
        }
        int into = at(position, target.length);
        System.arraycopy(page, into, target, 0, target.length);
    }

    /** One byte, which must lie within the archive. */
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
