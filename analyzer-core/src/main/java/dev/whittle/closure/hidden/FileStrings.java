package dev.whittle.closure.hidden;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The printable strings of a file that may say something to a detector: those with a slash, a colon or a dot in them, and
 * single words of capitals (names of character sets). Bounded in time and memory, whatever the file.
 */
final class FileStrings {
    private static final int MIN = 4;

    /** nginx's {@code configure arguments:} have some thousand characters. */
    private static final int MAX = 16384;

    private static final int MAX_STRINGS = 100_000;
    private static final long MAX_BYTES = 512L << 20;
    private static final int CHUNK = 1 << 16;

    /** The bytes at hand, behind those of a string that began before them. */
    private final byte[] bytes = new byte[MAX + CHUNK];

    private final Set<String> found = new LinkedHashSet<>();
    private int begun;

    private FileStrings() {}

    static List<String> of(ByteSource content) throws IOException {
        FileStrings strings = new FileStrings();
        long size = Math.min(content.size(), MAX_BYTES);
        for (long at = 0; at < size && strings.found.size() < MAX_STRINGS; ) {
            int count = (int) Math.min(CHUNK, size - at);
            content.readFully(at, ByteBuffer.wrap(strings.bytes, strings.begun, count));
            strings.scan(count);
            at += count;
        }
        strings.end(0, strings.begun);
        return List.copyOf(strings.found);
    }

    private void scan(int count) {
        int start = 0;
        int limit = begun + count;
        for (int i = begun; i < limit; i++) {
            if (bytes[i] < 0x20 || bytes[i] == 0x7F) {
                end(start, i);
                start = i + 1;
            }
        }
        begun = Math.min(limit - start, MAX);
        System.arraycopy(bytes, start, bytes, 0, begun);
    }

    private void end(int start, int end) {
        if (end - start >= MIN) {
            int length = Math.min(end - start, MAX);
            if (speaks(start, start + length)) {
                found.add(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private boolean speaks(int start, int end) {
        boolean capitals = true;
        for (int i = start; i < end; i++) {
            byte c = bytes[i];
            if (c == '/' || c == ':' || c == '.') {
                return true;
            }
            capitals &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        }
        return capitals;
    }

    /** What stands between {@code before} and {@code after} in the first string that has both. */
    static List<String> between(List<String> strings, String before, String after) {
        List<String> values = new ArrayList<>();
        for (String string : strings) {
            int start = string.indexOf(before);
            int end = start < 0 ? -1 : string.indexOf(after, start + before.length());
            if (end > 0) {
                values.add(string.substring(start + before.length(), end));
            }
        }
        return values;
    }
}
