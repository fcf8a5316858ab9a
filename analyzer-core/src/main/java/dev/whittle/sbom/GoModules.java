package dev.whittle.sbom;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The build information in a Go program: debug/buildinfo/buildinfo.go of Go. A header of 32 bytes, aligned to 16; from
 * Go 1.18 on followed by two strings with their lengths: Go's version, and lines of modules. The older form, pointers
 * to such strings, is not supported.
 */
final class GoModules {
    private static final String MAGIC = "\u00ff Go buildinf:";
    private static final int HEADER = 32;
    private static final int ALIGN = 16;
    private static final int INLINE = 2;
    private static final int CHUNK = 1 << 20;

    /** Number of bytes searched for the header. */
    private static final long MAX_SEARCHED = 256L << 20;

    /** The lines of a program with a thousand modules have 100 kB. */
    private static final int MAX_INFO = 4 << 20;

    private static final int MAX_MODULES = 20_000;

    private GoModules() {}

    /** The program's own module first; none if there is no build information. */
    static List<Module> of(ByteSource content) throws IOException {
        long at = find(content);
        if (at < 0) {
            return List.of();
        }
        byte[] head = bytes(content, at, HEADER);
        if (head.length < HEADER || (head[15] & INLINE) == 0) {
            return List.of();
        }
        long[] next = {at + HEADER};
        String version = string(content, next);
        String info = string(content, next);
        if (info.length() >= 33 && info.charAt(info.length() - 17) == '\n') {
            info = info.substring(16, info.length() - 16);
        }
        return modules(version, info);
    }

    private static List<Module> modules(String version, String info) {
        List<Module> all = new ArrayList<>();
        for (String line : info.split("\n", -1)) {
            String[] words = line.split("\t", -1);
            if (words.length < 3 || all.size() >= MAX_MODULES) {
                continue;
            }
            Module its = new Module("golang", "", words[1], words[2].equals("(devel)") ? "" : words[2]);
            switch (words[0]) {
                case "mod", "dep" -> all.add(its);
                case "=>" -> {
                    if (!all.isEmpty()) {
                        all.set(all.size() - 1, its); // replaces the previous one
                    }
                }
                default -> {}
            }
        }
        if (version.startsWith("go")) {
            all.add(new Module("golang", "", "stdlib", version.substring(2).split(" ", 2)[0]));
        }
        return all;
    }

    private static long find(ByteSource content) throws IOException {
        long end = Math.min(content.size(), MAX_SEARCHED);
        byte first = (byte) 0xff;
        for (long start = 0; start < end; start += CHUNK) {
            byte[] chunk = bytes(content, start, CHUNK + ALIGN);
            for (int i = 0; i + MAGIC.length() <= chunk.length; i += ALIGN) {
                if (chunk[i] == first && RawText.of(chunk).startsWith(MAGIC, i)) {
                    return start + i;
                }
            }
        }
        return -1;
    }

    private static byte[] bytes(ByteSource content, long start, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(most, content.size() - start)));
        content.readFully(start, bytes);
        return bytes.array();
    }

    /** A string after its length, a varint: groups of seven bits, lowest first. */
    private static String string(ByteSource content, long[] next) throws IOException {
        byte[] head = bytes(content, next[0], 10);
        long length = 0;
        int used = 0;
        while (used < head.length) {
            byte each = head[used];
            length |= (long) (each & 0x7F) << (7 * used);
            used++;
            if (each >= 0) {
                break;
            }
        }
        if (length < 0 || length > MAX_INFO || next[0] + used + length > content.size()) {
            return "";
        }
        String text = RawText.of(bytes(content, next[0] + used, (int) length));
        next[0] += used + length;
        return text;
    }
}
