package dev.whittle.tar;

import dev.whittle.bytes.BadArchiveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads sparse maps of GNU tar's old format and of the three pax formats (GNU tar's manual, "Storing Sparse Files").
 */
final class SparseParser {
    private static final int SLOT = 24;
    private static final int NUMBER = 12;
    private static final int HEADER_SLOTS = 4;
    private static final int HEADER_OFFSET = 386;
    private static final int HEADER_MORE = 482;
    private static final int BLOCK_SLOTS = 21;
    private static final int BLOCK_MORE = 504;

    /** Digits of the largest number, and its newline. */
    private static final int LONGEST_LINE = 20;

    private final String archive;
    private final ArchivePages pages;
    private final int maxSegments;
    private final long headerOffset;
    private final List<Long> numbers = new ArrayList<>();

    /** Start of the data, after the map. */
    private long at;

    /** @param contentOffset position of further blocks of the map, if it has any */
    SparseParser(String archive, ArchivePages pages, int maxSegments, long headerOffset, long contentOffset) {
        this.archive = archive;
        this.pages = pages;
        this.maxSegments = maxSegments;
        this.headerOffset = headerOffset;
        this.at = contentOffset;
    }

    long contentOffset() {
        return at;
    }

    /**
     * Slots in the header and in the blocks that follow it; an empty slot is the last. If blocks follow anyway, GNU tar
     * treats them as data (sparse.c:oldgnu_get_sparse_info), and others as more of the map.
     */
    SparseMap oldGnu(HeaderBlock header, long dataSize, long size) throws IOException, BadArchiveException {
        boolean going = slots(header, HEADER_OFFSET, HEADER_SLOTS);
        boolean more = header.isSet(HEADER_MORE);
        while (more) {
            if (!going) {
                throw bad("sparse map continues after its end");
            }
            if (at + HeaderBlock.SIZE > pages.size()) {
                throw bad("sparse map is cut short");
            }
            HeaderBlock block = new HeaderBlock();
            pages.read(at, block.bytes());
            at += HeaderBlock.SIZE;
            going = slots(block, 0, BLOCK_SLOTS);
            more = block.isSet(BLOCK_MORE);
        }
        return map(dataSize, size);
    }

    private boolean slots(HeaderBlock block, int offset, int count) throws BadArchiveException {
        for (int slot = offset; slot < offset + count * SLOT; slot += SLOT) {
            if (!block.isSet(slot + NUMBER)) {
                return false;
            }
            OptionalLong position = block.number(slot, NUMBER);
            OptionalLong length = block.number(slot + NUMBER, NUMBER);
            if (position.isEmpty() || length.isEmpty()) {
                throw bad("malformed number in sparse map");
            }
            add(position.getAsLong(), length.getAsLong());
        }
        return true;
    }

    /** The formats 0.0 and 0.1: all in pax records. */
    SparseMap inRecords(List<Long> segments, long dataSize, long size) throws BadArchiveException {
        if (segments.size() % 2 != 0) {
            throw bad("sparse map with half a segment");
        }
        for (int i = 0; i < segments.size(); i += 2) {
            add(segments.get(i), segments.get(i + 1));
        }
        return map(dataSize, size);
    }

    /** The format 1.0: lines of decimals before the data, the first their count, padded to a whole block. */
    SparseMap beforeData(long archived, long size) throws IOException, BadArchiveException {
        long start = at;
        long end = start + archived;
        long count = line(end);
        for (long i = 0; i < count; i++) {
            add(line(end), line(end));
        }
        at = start + (at - start + HeaderBlock.SIZE - 1) / HeaderBlock.SIZE * HeaderBlock.SIZE;
        return map(archived - (at - start), size);
    }

    private long line(long end) throws IOException, BadArchiveException {
        StringBuilder digits = new StringBuilder(LONGEST_LINE);
        while (at < end && digits.length() < LONGEST_LINE) {
            char c = (char) (pages.read(at++) & 0xFF);
            if (c == '\n') {
                OptionalLong number = PaxFields.decimal(digits.toString());
                if (number.isPresent()) {
                    return number.getAsLong();
                }
                break;
            }
            digits.append(c);
        }
        throw bad("malformed sparse map before the data");
    }

    private void add(long position, long length) throws BadArchiveException {
        if (numbers.size() / 2 >= maxSegments) {
            throw bad("sparse file of more than " + maxSegments + " segments");
        }
        numbers.add(position);
        numbers.add(length);
    }

    private SparseMap map(long dataSize, long size) throws BadArchiveException {
        long end = 0;
        long data = 0;
        int kept = 0;
        long[] positions = new long[numbers.size() / 2];
        long[] lengths = new long[positions.length];
        for (int i = 0; i < numbers.size(); i += 2) {
            long position = numbers.get(i);
            long length = numbers.get(i + 1);
            if (position < end || length < 0 || position > size || length > size - position) {
                throw bad("sparse map with segments that overlap or lie outside the file");
            }
            end = position + length;
            data += length;
            if (length > 0) {
                positions[kept] = position;
                lengths[kept++] = length;
            }
        }
        if (data != dataSize) {
            throw bad("sparse map of " + data + " bytes for " + dataSize + " bytes of data");
        }
        return new SparseMap(Arrays.copyOf(positions, kept), Arrays.copyOf(lengths, kept), at);
    }

    private BadArchiveException bad(String reason) {
        return new BadArchiveException(archive, headerOffset, reason);
    }
}
