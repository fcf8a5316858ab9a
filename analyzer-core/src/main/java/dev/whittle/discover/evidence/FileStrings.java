package dev.whittle.discover.evidence;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The printable strings of a file that may be evidence: those with a slash, a colon or a dot, those that begin with a
 * word and an option ({@code locale -a}), and single words in capitals (names of character sets). Limited in time and
 * memory for any file.
 */
public final class FileStrings {
    private static final int MIN = 4;

    /** Of wanted strings; a shorter one is often there by chance. */
    private static final int LEAST = 3;

    /** nginx's {@code configure arguments:} have a few thousand characters. */
    private static final int MAX = 16384;

    private static final String EXEC = "exec ";

    /** The size of wchar_t (System V ABI). */
    private static final int WIDE = 4;

    private static final int MAX_WIDE = 256;
    private static final int MAX_STRINGS = 100_000;
    private static final long MAX_BYTES = 512L << 20;
    private static final int CHUNK = 1 << 16;

    /** The current bytes, after those of a string that began before them. */
    private final byte[] bytes;

    private final Set<String> found = new LinkedHashSet<>();

    /** The only strings that count; empty for all that may be evidence. */
    private final Set<String> wanted;

    /** Minimum length of a string that counts. */
    private final int least;

    /** @param longest part to be read: most files are smaller than a chunk */
    private FileStrings(Set<String> wanted, long longest) {
        this.wanted = wanted;
        this.least =
                Math.max(LEAST, wanted.stream().mapToInt(String::length).min().orElse(MIN));
        this.bytes = new byte[longest <= CHUNK ? (int) longest : MAX + CHUNK];
    }

    /** Of all of a content. */
    static List<String> of(ByteSource content) throws IOException {
        return of(content, List.of(new Extent(0, content.size())));
    }

    /** Of some parts of a content, one after the other. */
    static List<String> of(ByteSource content, List<Extent> parts) throws IOException {
        long longest = 0;
        for (Extent part : parts) {
            longest = Math.max(longest, part.length());
        }
        FileStrings strings = new FileStrings(Set.of(), longest);
        long left = MAX_BYTES;
        for (Extent part : parts) {
            long end = part.offset() + Math.min(part.length(), left);
            strings.read(content, part.offset(), end);
            left -= end - part.offset();
        }
        return List.copyOf(strings.found);
    }

    /** Those of some strings that a file contains, with any characters. */
    static List<String> among(ByteSource content, Set<String> wanted) throws IOException {
        FileStrings strings = new FileStrings(wanted, content.size());
        if (!wanted.isEmpty()) {
            strings.read(content, 0, Math.min(content.size(), MAX_BYTES));
        }
        return List.copyOf(strings.found);
    }

    private void read(ByteSource content, long start, long end) throws IOException {
        int begun = 0;
        for (long at = start; at < end && found.size() < MAX_STRINGS; ) {
            int count = (int) Math.min(CHUNK, end - at);
            content.readFully(at, ByteBuffer.wrap(bytes, begun, count));
            wide(begun, begun + count, at);
            begun = scan(begun + count);
            at += count;
        }
        end(0, begun);
    }

    /**
     * Most of a file is not text: a byte that no string contains rules out several positions at once. Returns the
     * number of bytes of an unfinished string at the front of the buffer.
     */
    private int scan(int limit) {
        int at = 0;
        int min = Math.min(least, MIN);
        while (at + min <= limit) {
            int probe = at + min - 1;
            if (!isText(bytes[probe])) {
                at += min;
                continue;
            }
            int start = probe;
            while (start > at && isText(bytes[start - 1])) {
                start--;
            }
            int end = probe + 1;
            while (end < limit && isText(bytes[end])) {
                end++;
            }
            if (end == limit) {
                at = start;
                break;
            }
            end(start, end);
            at = end + 1;
        }
        // What follows is either not text, or all of it is: too short a rest is examined again with the next chunk.
        int begun = Math.max(0, Math.min(limit - at, MAX));
        System.arraycopy(bytes, at, bytes, 0, begun);
        return begun;
    }

    /**
     * Strings of wchar_t: four bytes per character, aligned, the first of them text. A string that continues in the
     * next chunk is truncated: names are short, so this is rare.
     *
     * @param offset of {@code from} in the file
     */
    private void wide(int from, int limit, long offset) {
        int at = from + (int) (-offset & (WIDE - 1));
        while (at + MIN * WIDE <= limit) {
            if (!isWide(at) || !isWide(at + WIDE)) {
                at += WIDE;
                continue;
            }
            int end = at;
            StringBuilder text = new StringBuilder();
            while (end + WIDE <= limit && isWide(end) && text.length() < MAX_WIDE) {
                text.append((char) bytes[end]);
                end += WIDE;
            }
            String string = text.toString();
            boolean says =
                    wanted.isEmpty() ? string.indexOf('.') >= 0 || string.indexOf('/') >= 0 : wanted.contains(string);
            if (string.length() >= MIN && says) {
                found.add(string);
            }
            at = end + WIDE;
        }
    }

    private boolean isWide(int at) {
        return bytes[at] > 0x20 && bytes[at] < 0x7F && bytes[at + 1] == 0 && bytes[at + 2] == 0 && bytes[at + 3] == 0;
    }

    private static boolean isText(byte c) {
        return c >= 0x20 && c != 0x7F;
    }

    private void end(int start, int end) {
        // Three bytes between others are text by chance; between two NULs they are a string.
        boolean isShort = end - start < MIN;
        boolean isAlone = start > 0 && bytes[start - 1] == 0 && end < bytes.length && bytes[end] == 0;
        if (end - start >= Math.min(least, MIN) && (!isShort || isAlone)) {
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

    /** {@code exec cc -o %o %s}: popen and system replace the shell by the program. */
    private boolean isLineForAShell(int start, int end) {
        return end - start > EXEC.length()
                && bytes[start] == 'e'
                && EXEC.equals(new String(bytes, start, EXEC.length(), StandardCharsets.ISO_8859_1));
    }

    private boolean speaks(int start, int end) {
        if (isLineForAShell(start, end)) {
            return true;
        }
        boolean begins = bytes[start] >= 'a' && bytes[start] <= 'z';
        boolean capitals = true;
        boolean word = true;
        boolean option = false;
        for (int i = start; i < end; i++) {
            byte c = bytes[i];
            if (c == '/' || c == ':' || c == '.') {
                return true;
            }
            if (c == '|' && begins && i > start && bytes[i - 1] == ' ' && i + 1 < end && bytes[i + 1] == ' ') {
                return true; // a pipe of a shell
            }
            boolean common = (c >= '0' && c <= '9') || c == '-' || c == '_';
            option |= c == ' ' && word && i > start && i + 2 < end && bytes[i + 1] == '-' && bytes[i + 2] > ' ';
            word &= common || (c >= 'a' && c <= 'z');
            capitals &= common || (c >= 'A' && c <= 'Z');
        }
        return capitals || option;
    }

    /** The text between {@code before} and {@code after} in the first string that has both. */
    public static List<String> between(List<String> strings, String before, String after) {
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
