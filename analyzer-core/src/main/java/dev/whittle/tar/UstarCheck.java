package dev.whittle.tar;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Checks the headers of a tar that Whittle wrote, more strictly than {@link TarReader}, and without its code: each
 * header must have the magic and version of POSIX (pax, "ustar Interchange Format"), an unsigned checksum and no owner
 * names, and exactly two blocks of zeros must follow the last entry. Some readers guess where one of these is missing;
 * others do not.
 */
public final class UstarCheck {
    private static final int BLOCK = 512;
    private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
    private static final int MAGIC_OFFSET = 257;
    private static final int OWNERS_OFFSET = 265;
    private static final int OWNERS_END = 329;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_END = 136;
    private static final int CHECKSUM_OFFSET = 148;
    private static final int CHECKSUM_END = 156;

    private UstarCheck() {}

    /**
     * @param name of the archive, for messages, raw
     * @throws BadArchiveException at the first incorrect header
     */
    public static void check(String name, ByteSource archive) throws IOException, BadArchiveException {
        byte[] block = new byte[BLOCK];
        long at = 0;
        while (read(archive, at, block) && !isZero(block)) {
            String problem = problem(block);
            if (!problem.isEmpty()) {
                throw new BadArchiveException(name, at, problem);
            }
            long size = size(block);
            long blocks = size / BLOCK + (size % BLOCK == 0 ? 0 : 1);
            if (size < 0 || blocks > archive.size() / BLOCK) {
                throw new BadArchiveException(name, at, "an entry is cut short");
            }
            at += BLOCK + blocks * BLOCK;
        }
        boolean ended = read(archive, at, block) && read(archive, at + BLOCK, block) && isZero(block);
        if (!ended || archive.size() != at + 2 * BLOCK) {
            throw new BadArchiveException(name, at, "does not end in two blocks of zeros and nothing else");
        }
    }

    private static String problem(byte[] block) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (block[MAGIC_OFFSET + i] != MAGIC[i]) {
                return "a header without the magic of ustar";
            }
        }
        for (int i = OWNERS_OFFSET; i < OWNERS_END; i++) {
            if (block[i] != 0) {
                return "a header with the name of an owner";
            }
        }
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM_OFFSET && i < CHECKSUM_END ? ' ' : block[i] & 0xFF;
        }
        return octal(block, CHECKSUM_OFFSET, CHECKSUM_END) == sum ? "" : "a header with a wrong checksum";
    }

    private static long size(byte[] block) {
        if ((block[SIZE_OFFSET] & 0x80) == 0) {
            return octal(block, SIZE_OFFSET, SIZE_END);
        }
        return ByteBuffer.wrap(block).getLong(SIZE_END - Long.BYTES);
    }

    /** -1 if it is not a number. */
    private static long octal(byte[] block, int from, int end) {
        long value = 0;
        int at = from;
        while (at < end && block[at] >= '0' && block[at] <= '7') {
            value = value * 8 + block[at++] - '0';
        }
        boolean isNumber = at > from && at < end;
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        return isNumber && at == end ? value : -1;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean read(ByteSource archive, long at, byte[] block) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(block);
        while (target.hasRemaining()) {
            int count = archive.read(at + target.position(), target);
            if (count <= 0) {
                return false;
            }
        }
        return true;
    }
}
