package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.util.Arrays;
import java.util.OptionalLong;

/** One block of 512 bytes, its fields by name (POSIX pax, "ustar Interchange Format"; GNU tar, tar.h). */
final class HeaderBlock {
    static final int SIZE = 512;

    private static final byte[] ZEROS = new byte[SIZE];
    private static final String POSIX_MAGIC = "ustar\0";
    private static final int MAGIC_OFFSET = 257;
    private static final int TYPE_OFFSET = 156;

    /** Position of a number. */
    enum Numeric {
        MODE("mode", 100, 8),
        UID("uid", 108, 8),
        GID("gid", 116, 8),
        SIZE("size", 124, 12),
        MTIME("mtime", 136, 12),
        CHECKSUM("checksum", 148, 8),
        MAJOR("device number", 329, 8),
        MINOR("device number", 337, 8),
        REAL_SIZE("real size", 483, 12);

        final String text;
        final int offset;
        final int length;

        Numeric(String text, int offset, int length) {
            this.text = text;
            this.offset = offset;
            this.length = length;
        }
    }

    private final byte[] bytes = new byte[SIZE];

    /** To be filled in. */
    byte[] bytes() {
        return bytes;
    }

    boolean isZero() {
        return Arrays.equals(bytes, ZEROS);
    }

    /**
     * The sum of all bytes, those of the checksum counted as blanks. Some old writers used signed bytes, and readers
     * accept both (GNU tar, list.c:tar_checksum).
     */
    boolean checksumHolds() {
        OptionalLong recorded = number(Numeric.CHECKSUM);
        if (recorded.isEmpty()) {
            return false;
        }
        int sum = 0;
        int high = 0;
        for (byte b : bytes) {
            sum += b & 0xFF;
            high += b >>> 31;
        }
        for (int i = 0; i < Numeric.CHECKSUM.length; i++) {
            byte b = bytes[Numeric.CHECKSUM.offset + i];
            sum += ' ' - (b & 0xFF);
            high -= b >>> 31;
        }
        return recorded.getAsLong() == sum || recorded.getAsLong() == sum - 256L * high;
    }

    char type() {
        return (char) (bytes[TYPE_OFFSET] & 0xFF);
    }

    /** With the prefix, which only POSIX headers have; GNU headers have times and sparse maps in its place. */
    String name() {
        String name = text(0, 100, true);
        if (!text(MAGIC_OFFSET, POSIX_MAGIC.length(), false).equals(POSIX_MAGIC)) {
            return name;
        }
        String prefix = text(345, 155, true);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String linkName() {
        return text(157, 100, true);
    }

    /** Empty if the field is not a number, or has more than 64 bits. */
    OptionalLong number(Numeric field) {
        return number(field.offset, field.length);
    }

    OptionalLong number(int offset, int length) {
        return (bytes[offset] & 0x80) != 0 ? binary(offset, length) : octal(offset, length);
    }

    /** Octal digits, after blanks and before blanks or NULs. Only blanks and NULs mean 0. */
    private OptionalLong octal(int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && (bytes[at] == ' ' || bytes[at] == 0)) {
            at++;
        }
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '7') {
            value = (value << 3) + (bytes[at++] - '0'); // 12 digits at most
        }
        while (at < end && (bytes[at] == ' ' || bytes[at] == 0)) {
            at++;
        }
        return at == end ? OptionalLong.of(value) : OptionalLong.empty();
    }

    /** GNU's base 256: the top bit is a marker, the rest a big-endian number in two's complement. */
    private OptionalLong binary(int offset, int length) {
        long value = (byte) (bytes[offset] << 1) >> 1;
        for (int i = 1; i < length; i++) {
            if (value << 8 >> 8 != value) {
                return OptionalLong.empty();
            }
            value = (value << 8) | (bytes[offset + i] & 0xFF);
        }
        return OptionalLong.of(value);
    }

    boolean isSet(int offset) {
        return bytes[offset] != 0;
    }

    private String text(int offset, int length, boolean toNul) {
        int end = offset;
        while (end < offset + length && !(toNul && bytes[end] == 0)) {
            end++;
        }
        return RawText.of(Arrays.copyOfRange(bytes, offset, end));
    }
}
