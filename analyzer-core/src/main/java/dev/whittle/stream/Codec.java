package dev.whittle.stream;

/** The compression of a content, detected by its first bytes: names and media types are too often wrong. */
public enum Codec {
    PLAIN,
    GZIP,
    ZSTD,
    XZ,
    BZIP2;

    /** Bytes that {@link #of} looks at. */
    static final int HEAD = 10;

    /** @param head the first bytes; fewer only if the content is shorter */
    public static Codec of(byte[] head) {
        if (begins(head, 0x1F, 0x8B)) {
            return GZIP;
        }
        // RFC 8878: a frame, or a skippable frame, which has sixteen magic numbers.
        if (begins(head, 0x28, 0xB5, 0x2F, 0xFD)
                || (head.length >= 4
                        && (head[0] & 0xF0) == 0x50
                        && head[1] == 0x2A
                        && head[2] == 0x4D
                        && head[3] == 0x18)) {
            return ZSTD;
        }
        if (begins(head, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        boolean block = head.length >= 10 && begins(head, 'B', 'Z', 'h') && head[4] == 0x31 && head[5] == 0x41;
        return block && head[6] == 0x59 && head[7] == 0x26 && head[8] == 0x53 && head[9] == 0x59 ? BZIP2 : PLAIN;
    }

    private static boolean begins(byte[] head, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
