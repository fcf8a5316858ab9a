package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Builds a tar byte by byte, so that the input of tests is independent of the code under test. */
final class TarFile {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarFile file(String path, byte[] content) {
        return entry(path, '0', 0644, 0, 0, "", content);
    }

    TarFile file(String path, String content) {
        return file(path, RawText.bytes(content));
    }

    TarFile program(String path, byte[] content) {
        return entry(path, '0', 0755, 0, 0, "", content);
    }

    TarFile directory(String path, int mode, int uid, int gid) {
        return entry(path + "/", '5', mode, uid, gid, "", new byte[0]);
    }

    TarFile link(String path, String target) {
        return entry(path, '2', 0777, 0, 0, target, new byte[0]);
    }

    /** Another name of a file in the archive. */
    TarFile hardLink(String path, String existing) {
        return entry(path, '1', 0755, 0, 0, existing.substring(1), new byte[0]);
    }

    private TarFile entry(String path, char type, int mode, int uid, int gid, String target, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, path.startsWith("/") ? path.substring(1) : path);
        put(header, 100, octal(mode, 7));
        put(header, 108, octal(uid, 7));
        put(header, 116, octal(gid, 7));
        put(header, 124, octal(content.length, 11));
        put(header, 136, octal(1_600_000_000L, 11));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        put(header, 148, octal(sum, 6) + "\0 ");
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    private static void put(byte[] header, int at, String raw) {
        byte[] bytes = RawText.bytes(raw);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static String octal(long value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }
}
