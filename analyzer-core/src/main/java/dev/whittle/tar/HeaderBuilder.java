package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.io.IOException;

/**
 * Builds one ustar header (POSIX pax, "ustar Interchange Format"). A number that does not fit its octal field is
 * written in base 256 (GNU tar's manual, "Basic Tar Format"). Every byte is determined by the arguments, independent of
 * locale, charset, clock and host.
 */
final class HeaderBuilder {
    static final int SIZE = 512;

    /** Bytes of a name or a link target. */
    static final int MAX_NAME = 100;

    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int LENGTH = 124;
    private static final int MODIFIED = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int MAGIC = 257;
    private static final int MAJOR = 329;
    private static final int MINOR = 337;
    private static final int SHORT = 8;
    private static final int LONG = 12;

    private final byte[] block = new byte[SIZE];

    /** @param name raw; truncated if longer than {@link #MAX_NAME}, so that a pax header must have it */
    HeaderBuilder(String name, char type, TarMeta meta) throws IOException {
        text(0, name);
        number(MODE, SHORT, meta.mode());
        number(UID, SHORT, meta.uid());
        number(GID, SHORT, meta.gid());
        number(MODIFIED, LONG, meta.modified());
        block[TYPE] = (byte) type;
        System.arraycopy(RawText.bytes("ustar\00000"), 0, block, MAGIC, 8);
        size(0);
        device(0, 0);
    }

    HeaderBuilder size(long bytes) throws IOException {
        number(LENGTH, LONG, bytes);
        return this;
    }

    /** @param target raw; truncated like a name */
    HeaderBuilder link(String target) {
        text(LINK, target);
        return this;
    }

    HeaderBuilder device(int major, int minor) throws IOException {
        number(MAJOR, SHORT, major);
        number(MINOR, SHORT, minor);
        return this;
    }

    /** The block with its checksum: the sum of all bytes, those of the checksum counted as blanks. */
    public byte[] build() {
        for (int i = CHECKSUM; i < CHECKSUM + SHORT; i++) {
            block[i] = ' ';
        }
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        octal(CHECKSUM, SHORT - 2, sum);
        block[CHECKSUM + SHORT - 2] = 0;
        return block.clone();
    }

    private void text(int offset, String raw) {
        byte[] bytes = RawText.bytes(raw.substring(0, Math.min(raw.length(), MAX_NAME)));
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    /**
     * All digits, then a blank as the last byte.
     *
     * @throws IOException if it does not fit even in base 256
     */
    private void number(int offset, int length, long value) throws IOException {
        int bits = 3 * (length - 1);
        if (value >= 0 && value < 1L << bits) {
            octal(offset, length - 1, value);
            block[offset + length - 1] = ' ';
            return;
        }
        int binaryBits = Math.min(Long.SIZE, 8 * (length - 1)); // the first byte is the marker
        if (binaryBits < Long.SIZE && (value >= 1L << binaryBits || value < -(1L << binaryBits))) {
            throw new IOException("the number " + value + " does not fit into a tar header");
        }
        long rest = value;
        for (int i = offset + length - 1; i > offset; i--) {
            block[i] = (byte) rest;
            rest >>= Byte.SIZE;
        }
        block[offset] = (byte) (value < 0 ? 0xFF : 0x80);
    }

    private void octal(int offset, int digits, long value) {
        long rest = value;
        for (int i = offset + digits - 1; i >= offset; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>= 3;
        }
    }
}
