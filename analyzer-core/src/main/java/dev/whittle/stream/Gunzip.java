package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** gzip (RFC 1952): any number of members, zeros after the last one as in gzip(1), checksums verified. */
final class Gunzip implements Decompressor {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;
    private static final int DEFLATE = 8;

    private final String subject;
    private final PackedInput in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean first = true;
    private boolean inMember;

    Gunzip(String subject, PackedInput in) {
        this.subject = subject;
        this.in = in;
    }

    @Override
    public int read(byte[] into) throws IOException, BadArchiveException {
        int count = 0;
        while (count < into.length && (inMember || nextMember())) {
            int made = inflate(into, count);
            crc.update(into, count, made);
            count += made;
            if (inflater.finished()) {
                endMember();
            }
        }
        return count == 0 ? -1 : count;
    }

    private int inflate(byte[] into, int offset) throws IOException, BadArchiveException {
        if (inflater.needsInput()) {
            if (in.available() == 0 && !in.refill()) {
                throw bad("cut short: gzip data without an end");
            }
            inflater.setInput(in.buffer(), in.position(), in.available());
        }
        try {
            int made = inflater.inflate(into, offset, into.length - offset);
            if (inflater.needsDictionary()) {
                throw bad("damaged gzip data: it asks for a dictionary");
            }
            return made;
        } catch (DataFormatException e) {
            throw bad("damaged gzip data: " + e.getMessage());
        } finally {
            in.consume(in.available() - inflater.getRemaining());
        }
    }

    private boolean nextMember() throws IOException, BadArchiveException {
        int magic = in.read();
        while (!first && magic == 0) {
            magic = in.read();
        }
        if (magic < 0 && !first) {
            return false;
        }
        if (magic != 0x1F || in.read() != 0x8B) {
            throw bad(first ? "no gzip data" : "other data after the gzip data");
        }
        first = false;
        if (need() != DEFLATE) {
            throw bad("gzip data of an unknown method");
        }
        int flags = need();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw bad("gzip header with unknown flags");
        }
        skip(6); // time, extra flags, system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(need() | need() << 8);
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            while ((flags & flag) != 0 && need() != 0) {
                // up to its NUL
            }
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException, BadArchiveException {
        long sum = little4();
        long length = little4();
        if (sum != crc.getValue() || length != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw bad("damaged gzip data: its checksum does not match");
        }
        inMember = false;
    }

    private long little4() throws IOException, BadArchiveException {
        return need() | need() << 8 | need() << 16 | (long) need() << 24;
    }

    private void skip(int count) throws IOException, BadArchiveException {
        for (int i = 0; i < count; i++) {
            need();
        }
    }

    private int need() throws IOException, BadArchiveException {
        int value = in.read();
        if (value < 0) {
            throw bad("cut short: gzip data without an end");
        }
        return value;
    }

    private BadArchiveException bad(String reason) {
        return new BadArchiveException(subject, in.offset(), reason);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
