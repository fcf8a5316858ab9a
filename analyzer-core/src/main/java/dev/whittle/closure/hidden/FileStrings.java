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
 * The printable strings of a file that may say something to a detector: those with a slash, a colon or a dot in them, those
 * that begin with a word and an option ({@code locale -a}), and single words of capitals (names of character sets). Bounded
 * in time and memory, whatever the file.
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

    /** The only ones that count; empty for all that say something. */
    private final Set<String> wanted;

    private FileStrings(Set<String> wanted) {
        this.wanted = wanted;
    }

    static List<String> of(ByteSource content) throws IOException {
        return new FileStrings(Set.of()).read(content);
    }

    /** Those of some strings that a file holds, whatever they are made of. */
    static List<String> among(ByteSource content, Set<String> wanted) throws IOException {
        return wanted.isEmpty() ? List.of() : new FileStrings(wanted).read(content);
    }

    private List<String> read(ByteSource content) throws IOException {
        long size = Math.min(content.size(), MAX_BYTES);
        for (long at = 0; at < size && found.size() < MAX_STRINGS; ) {
            int count = (int) Math.min(CHUNK, size - at);
            content.readFully(at, ByteBuffer.wrap(bytes, begun, count));
            scan(count);
            at += count;
        }
        end(0, begun);
        return List.copyOf(found);
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
            if (!wanted.isEmpty()) {
                String string = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
                if (wanted.contains(string)) {
                    found.add(string);
                }
            } else if (speaks(start, start + length)) {
                found.add(new String(bytes, start, length, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private boolean speaks(int start, int end) {
        boolean capitals = true;
        boolean word = true;
        boolean option = false;
        for (int i = start; i < end; i++) {
            byte c = bytes[i];
            if (c == '/' || c == ':' || c == '.') {
                return true;
            }
            boolean common = (c >= '0' && c <= '9') || c == '-' || c == '_';
            option |= c == ' ' && word && i > start && i + 2 < end && bytes[i + 1] == '-' && bytes[i + 2] > ' ';
            word &= common || (c >= 'a' && c <= 'z');
            capitals &= common || (c >= 'A' && c <= 'Z');
        }
        return capitals || option;
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
