package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;

/** The raw headers of an archive, extracted by position: a reference without any library. */
public final class TarBytes {
    private static final int BLOCK = 512;

    private TarBytes() {}

    /**
     * One header block and what follows it.
     *
     * @param name all strings are raw, up to the first NUL of their field
     * @param body its content, raw
     */
    public record Header(
            String block, String name, char type, String linkName, String magic, String prefix, String body) {
        public String field(int offset, int length) {
            return block.substring(offset, offset + length);
        }

        public long octal(int offset, int length) {
            return Long.parseLong(field(offset, length).replace("\0", "").trim(), 8);
        }

        /** GNU's form of large numbers: the top bit set, then the number in big-endian bytes. */
        public long base256(int offset, int length) {
            long value = (byte) (block.charAt(offset) << 1) >> 1;
            for (int i = 1; i < length; i++) {
                value = value << 8 | block.charAt(offset + i);
            }
            return value;
        }
    }

    public static List<Header> headers(byte[] tar) {
        String all = RawText.of(tar);
        List<Header> headers = new ArrayList<>();
        int at = 0;
        while (all.charAt(at) != 0) {
            String block = all.substring(at, at + BLOCK);
            int size = Integer.parseInt(block.substring(124, 135).trim(), 8);
            String body = all.substring(at + BLOCK, at + BLOCK + size);
            headers.add(new Header(
                    block,
                    text(block, 0, 100),
                    block.charAt(156),
                    text(block, 157, 100),
                    block.substring(257, 265),
                    text(block, 345, 155),
                    body));
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return headers;
    }

    private static String text(String block, int offset, int length) {
        String field = block.substring(offset, offset + length);
        int nul = field.indexOf('\0');
        return nul < 0 ? field : field.substring(0, nul);
    }
}
