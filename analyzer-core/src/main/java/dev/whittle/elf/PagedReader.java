package dev.whittle.elf;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Small reads of one file, a page at a time, each page once. No field of the file can make it read more than
 * {@link #MAX_BYTES}, return more than that in names, or read outside the file: each is a {@link BadElfException}.
 */
final class PagedReader {
    /** A page holds the header, the program headers and the interpreter of nearly every file. */
    private static final int PAGE = 4096;

    /**
     * The dynamic tables of the largest real libraries (hundreds of MB of code) stay below 1 MiB; the strings and
     * versions that are read, below 2.
     */
    private static final long MAX_BYTES = 16L << 20;

    private final String path;
    private final ByteSource source;
    private final Map<Long, ByteBuffer> pages = new HashMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long bytesRead;

    /** Names may overlap in the file, so the number of bytes read does not limit their total size. */
    private long bytesNamed;

    private long lastNumber = -1;
    private ByteBuffer lastPage = ByteBuffer.allocate(0);

    PagedReader(String path, ByteSource source) {
        this.path = path;
        this.source = source;
    }

    void order(ByteOrder fileOrder) {
        order = fileOrder;
        pages.values().forEach(page -> page.order(fileOrder));
    }

    long size() {
        return source.size();
    }

    BadElfException bad(long offset, String reason) {
        return new BadElfException(path, offset, reason, true);
    }

    int u8(long offset) throws IOException, BadElfException {
        return page(offset, 1).get((int) (offset % PAGE)) & 0xFF;
    }

    int u16(long offset) throws IOException, BadElfException {
        if (offset % PAGE <= PAGE - 2) {
            return page(offset, 2).getShort((int) (offset % PAGE)) & 0xFFFF;
        }
        return ByteBuffer.wrap(bytes(offset, 2)).order(order).getShort() & 0xFFFF;
    }

    long u32(long offset) throws IOException, BadElfException {
        if (offset % PAGE <= PAGE - 4) {
            return page(offset, 4).getInt((int) (offset % PAGE)) & 0xFFFF_FFFFL;
        }
        return ByteBuffer.wrap(bytes(offset, 4)).order(order).getInt() & 0xFFFF_FFFFL;
    }

    /** A word of the file's class: 4 unsigned bytes, or 8. */
    long word(long offset, int bits) throws IOException, BadElfException {
        if (bits == 32) {
            return u32(offset);
        }
        if (offset % PAGE <= PAGE - 8) {
            return page(offset, 8).getLong((int) (offset % PAGE));
        }
        return ByteBuffer.wrap(bytes(offset, 8)).order(order).getLong();
    }

    byte[] bytes(long offset, int length) throws IOException, BadElfException {
        byte[] result = new byte[length];
        int done = 0;
        while (done < length) {
            long at = offset + done;
            ByteBuffer page = page(at, 1);
            int from = (int) (at % PAGE);
            int count = Math.min(length - done, page.limit() - from);
            page.get(from, result, done, count);
            done += count;
        }
        return result;
    }

    /** The bytes up to a NUL, at most {@code limit} of them, raw. */
    String string(long offset, int limit) throws IOException, BadElfException {
        int length = 0;
        while (length <= limit) {
            byte[] page = page(offset + length, 1).array();
            int at = (int) ((offset + length) % PAGE);
            while (at < page.length && page[at] != 0) {
                at++;
                length++;
            }
            if (at < page.length) {
                break;
            }
        }
        if (length > limit) {
            throw bad(offset, "string longer than " + limit + " bytes");
        }
        bytesNamed += length;
        if (bytesNamed > MAX_BYTES) {
            throw bad(offset, "more than " + (MAX_BYTES >> 20) + " MiB of names");
        }
        return RawText.of(bytes(offset, length));
    }

    private ByteBuffer page(long offset, int length) throws IOException, BadElfException {
        if (offset < 0 || offset > source.size() - length) {
            throw bad(offset, "unexpected end of file");
        }
        long number = offset / PAGE;
        if (number == lastNumber) {
            return lastPage;
        }
        ByteBuffer page = pages.get(number);
        if (page == null) {
            long start = number * PAGE;
            int bytes = (int) Math.min(PAGE, source.size() - start);
            bytesRead += bytes;
            if (bytesRead > MAX_BYTES) {
                throw bad(offset, "more than " + (MAX_BYTES >> 20) + " MiB of tables and names");
            }
            page = ByteBuffer.allocate(bytes).order(order);
            source.readFully(start, page);
            page.clear();
            pages.put(number, page);
        }
        lastNumber = number;
        lastPage = page;
        return page;
    }
}
