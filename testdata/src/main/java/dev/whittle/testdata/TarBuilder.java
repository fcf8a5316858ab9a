package dev.whittle.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes tars byte by byte, malformed ones too. Every string is raw: one char per byte. Defaults of {@link Header} are
 * those of GNU tar in the ustar format, but owned by 0:0, with mode 0644 (0755 for directories) and time 0.
 */
public final class TarBuilder {
    public static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TarBuilder directory(String name) {
        return add(new Header(name).type('5').mode(0755));
    }

    public TarBuilder file(String name, String content) {
        return add(new Header(name).content(content));
    }

    public TarBuilder link(String name, String target) {
        return add(new Header(name).type('2').linkName(target).mode(0777));
    }

    public TarBuilder hardLink(String name, String target) {
        return add(new Header(name).type('1').linkName(target));
    }

    /** A pax header for the next entry. Alternating keys and values. */
    public TarBuilder pax(String... keysAndValues) {
        return add(new Header("PaxHeaders/x").type('x').content(records(keysAndValues)));
    }

    /** A pax header for all following entries. */
    public TarBuilder global(String... keysAndValues) {
        return add(new Header("pax_global_header").type('g').content(records(keysAndValues)));
    }

    /** GNU's long name for the next entry. */
    public TarBuilder longName(String name) {
        return add(new Header("././@LongLink").gnu().type('L').content(name + "\0"));
    }

    /** GNU's long target for the next entry. */
    public TarBuilder longLink(String target) {
        return add(new Header("././@LongLink").gnu().type('K').content(target + "\0"));
    }

    public TarBuilder add(Header header) {
        out.writeBytes(header.bytes());
        return raw(header.content).pad();
    }

    public TarBuilder raw(String bytes) {
        out.writeBytes(latin1(bytes));
        return this;
    }

    /** Zeros up to a whole block. */
    public TarBuilder pad() {
        out.writeBytes(new byte[(BLOCK - out.size() % BLOCK) % BLOCK]);
        return this;
    }

    public TarBuilder zeroBlock() {
        out.writeBytes(new byte[BLOCK]);
        return this;
    }

    public int size() {
        return out.size();
    }

    /** With two blocks of zeros at the end. */
    public byte[] build() {
        return Arrays.copyOf(out.toByteArray(), out.size() + 2 * BLOCK);
    }

    public byte[] buildWithoutEnd() {
        return out.toByteArray();
    }

    public static String records(String... keysAndValues) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String rest = " " + keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n";
            int length = rest.length() + 1;
            while (String.valueOf(length).length() + rest.length() != length) {
                length = String.valueOf(length).length() + rest.length();
            }
            body.append(length).append(rest);
        }
        return body.toString();
    }

    private static byte[] latin1(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One header block, and what follows it. */
    public static final class Header {
        private final byte[] block = new byte[BLOCK];
        private String content = "";
        private String checksum = "";
        private String checksumForm = "%06o\0 ";
        private boolean signed;
        private boolean sized;

        public Header(String name) {
            field(0, 100, name);
            type('0').mode(0644).owner(0, 0).modified(0);
            magic("ustar\u000000");
        }

        public Header type(char type) {
            block[156] = (byte) type;
            return this;
        }

        public Header mode(int mode) {
            return octal(100, 8, mode);
        }

        public Header owner(long uid, long gid) {
            return octal(108, 8, uid).octal(116, 8, gid);
        }

        public Header modified(long seconds) {
            return octal(136, 12, seconds);
        }

        /** For the header only: {@link #content} follows it. */
        public Header size(long size) {
            sized = true;
            return octal(124, 12, size);
        }

        public Header linkName(String target) {
            return field(157, 100, target);
        }

        public Header prefix(String prefix) {
            return field(345, 155, prefix);
        }

        public Header device(int major, int minor) {
            return octal(329, 8, major).octal(337, 8, minor);
        }

        public Header content(String raw) {
            content = raw;
            return this;
        }

        public Header gnu() {
            return magic("ustar  \0");
        }

        /** As before ustar. */
        public Header v7() {
            return magic("");
        }

        public Header magic(String magic) {
            return field(257, 8, magic);
        }

        /** The literal content of the checksum field. */
        public Header checksum(String raw) {
            checksum = raw;
            return this;
        }

        /** The checksum is correct, and written in this form. */
        public Header checksumAs(String format) {
            checksumForm = format;
            return this;
        }

        /** The checksum is the sum of signed bytes. */
        public Header signedChecksum() {
            signed = true;
            return this;
        }

        public Header octal(int offset, int length, long value) {
            String digits = Long.toOctalString(value);
            return field(offset, length, "0".repeat(Math.max(0, length - 1 - digits.length())) + digits);
        }

        /** A number in base 256. */
        public Header binary(int offset, int length, long value) {
            for (int i = length - 1; i >= 0; i--) {
                int shift = 8 * (length - 1 - i);
                block[offset + i] = (byte) (shift < 64 ? value >> shift : value >> 63);
            }
            block[offset] |= (byte) 0x80;
            return size124(offset);
        }

        /** Any field, padded with NULs. */
        public Header field(int offset, int length, String raw) {
            byte[] bytes = Arrays.copyOf(latin1(raw), length);
            System.arraycopy(bytes, 0, block, offset, length);
            return size124(offset);
        }

        private Header size124(int offset) {
            sized |= offset == 124;
            return this;
        }

        byte[] bytes() {
            if (!sized) {
                octal(124, 12, content.length());
            }
            if (checksum.isEmpty()) {
                field(148, 8, " ".repeat(8));
                int sum = 0;
                for (byte b : block) {
                    sum += signed ? b : b & 0xFF;
                }
                field(148, 8, String.format(Locale.ROOT, checksumForm, sum));
            } else {
                field(148, 8, checksum);
            }
            return block.clone();
        }
    }
}
