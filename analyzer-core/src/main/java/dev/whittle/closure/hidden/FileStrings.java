package dev.whittle.closure.hidden;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    private FileStrings() {}

    static List<String> of(ByteSource content) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        StringBuilder text = new StringBuilder();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long size = Math.min(content.size(), MAX_BYTES);
        for (long at = 0; at < size && found.size() < MAX_STRINGS; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, size - at));
            content.readFully(at, chunk);
            byte[] bytes = chunk.array();
            for (int i = 0; i < chunk.limit(); i++) {
                byte b = bytes[i];
                if (b >= 0x20 && b < 0x7F) {
                    if (text.length() < MAX) {
                        text.append((char) b);
                    }
                } else if (text.length() > 0) {
                    end(text, found);
                }
            }
        }
        end(text, found);
        return List.copyOf(found);
    }

    private static void end(StringBuilder text, Set<String> found) {
        if (text.length() >= MIN && speaks(text)) {
            found.add(text.toString());
        }
        text.setLength(0);
    }

    private static boolean speaks(CharSequence text) {
        boolean capitals = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == ':' || c == '.') {
                return true;
            }
            capitals &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        }
        return capitals;
    }

    /** The whole of a text file, raw; nothing of one that is larger than {@code limit} bytes. */
    static String text(ByteSource content, int limit) throws IOException {
        if (content.size() > limit) {
            return "";
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) content.size());
        content.readFully(0, buffer);
        return RawText.of(buffer.array());
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
