package dev.whittle.packages;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A row in SQLite's record format (fileformat2.html, 2.1): a header of serial types, then the values. */
final class SqliteRecord {
    private static final int MAX_COLUMNS = 2000;

    private final byte[] payload;
    private final List<Long> types = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();

    SqliteRecord(byte[] payload) throws BadDatabaseException {
        this.payload = payload;
        long[] next = new long[2];
        varint(payload, 0, next);
        long size = next[0];
        if (size > payload.length) {
            throw new BadDatabaseException("a row is too short for its header");
        }
        long offset = size;
        int at = (int) next[1];
        while (at < size) {
            varint(payload, at, next);
            at = (int) next[1];
            if (offset > payload.length || types.size() >= MAX_COLUMNS) {
                throw new BadDatabaseException("a row is too short for its columns");
            }
            types.add(next[0]);
            offsets.add((int) offset);
            offset += length(next[0]);
        }
        if (offset > payload.length) {
            throw new BadDatabaseException("a row is too short for its columns");
        }
    }

    int size() {
        return types.size();
    }

    private static long length(long type) throws BadDatabaseException {
        if (type < 0 || type == 10 || type == 11) {
            throw new BadDatabaseException("a column of no known type");
        }
        return switch ((int) Math.min(type, 12)) {
            case 0, 8, 9 -> 0;
            case 1, 2, 3, 4 -> type;
            case 5 -> 6;
            case 6, 7 -> 8;
            default -> (type - 12) / 2;
        };
    }

    /** The bytes of a text or a blob; none for a number. */
    byte[] bytes(int column) {
        long type = column >= 0 && column < types.size() ? types.get(column) : 0;
        if (type < 12) {
            return new byte[0];
        }
        int offset = offsets.get(column);
        return Arrays.copyOfRange(payload, offset, offset + (int) ((type - 12) / 2));
    }

    String text(int column) {
        return RawText.of(bytes(column));
    }

    /** An integer; 0 for everything else. */
    long integer(int column) {
        long type = column >= 0 && column < types.size() ? types.get(column) : 0;
        if (type == 9) {
            return 1;
        }
        if (type < 1 || type > 6) {
            return 0;
        }
        int length = type == 5 ? 6 : type == 6 ? 8 : (int) type;
        int offset = offsets.get(column);
        long value = payload[offset]; // with its sign
        for (int i = 1; i < length; i++) {
            value = (value << 8) | (payload[offset + i] & 0xFF);
        }
        return value;
    }

    /** The same row with another integer in a column. */
    byte[] with(int column, int value) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < types.size(); i++) {
            if (i == column) {
                putVarint(header, 4);
                for (int shift = 24; shift >= 0; shift -= 8) {
                    body.write(value >> shift);
                }
            } else {
                int end = i + 1 < offsets.size() ? offsets.get(i + 1) : payload.length;
                putVarint(header, types.get(i));
                body.write(payload, offsets.get(i), end - offsets.get(i));
            }
        }
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        int size = header.size() + 1;
        putVarint(row, size < 128 ? size : size + 1); // includes its own bytes
        row.writeBytes(header.toByteArray());
        row.writeBytes(body.toByteArray());
        return row.toByteArray();
    }

    /** @param result the number, and the position after it */
    static void varint(byte[] bytes, int at, long[] result) throws BadDatabaseException {
        long value = 0;
        int position = at;
        for (int i = 0; i < 9; i++) {
            if (position >= bytes.length) {
                throw new BadDatabaseException("a number is cut off");
            }
            byte next = bytes[position++];
            if (i == 8) {
                value = (value << 8) | (next & 0xFF);
            } else {
                value = (value << 7) | (next & 0x7F);
                if (next >= 0) {
                    break;
                }
            }
        }
        result[0] = value;
        result[1] = position;
    }

    static void putVarint(ByteArrayOutputStream out, long value) {
        if (value < 0 || value >= 1L << 56) {
            for (int shift = 57; shift >= 8; shift -= 7) {
                out.write((int) ((value >> shift) & 0x7F) | 0x80);
            }
            out.write((int) value);
            return;
        }
        int length = 1;
        while (value >> (7 * length) != 0) {
            length++;
        }
        for (int i = length - 1; i >= 0; i--) {
            out.write((int) ((value >> (7 * i)) & 0x7F) | (i > 0 ? 0x80 : 0));
        }
    }
}
