package dev.whittle.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Raw strings (see the package): conversion to and from bytes, and to text that is safe to display. */
public final class RawText {
    private RawText() {}

    /** The raw string of these bytes. */
    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The raw string of a text's UTF-8 form. */
    public static String ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of a raw string. */
    public static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are valid UTF-8, so that {@link #text} loses nothing. */
    public static boolean isUtf8(String raw) {
        if (isAscii(raw)) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(raw)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The bytes decoded as UTF-8; what does not decode becomes U+FFFD. For JSON and the like, not for a terminal. */
    public static String text(String raw) {
        return isAscii(raw) ? raw : new String(bytes(raw), StandardCharsets.UTF_8);
    }

    /**
     * The string for display, still raw: control characters and bytes that are not UTF-8 become {@code \n}, {@code \t}
     * or three octal digits, so that a name from a foreign image can neither break a line nor control the terminal. C1
     * controls, which UTF-8 encodes as C2 80 to C2 9F, are escaped too.
     */
    public static String visible(String raw) {
        int plain = 0;
        while (plain < raw.length() && raw.charAt(plain) >= 0x20 && raw.charAt(plain) < 0x7F) {
            plain++;
        }
        if (plain == raw.length()) {
            return raw;
        }
        boolean utf8 = isUtf8(raw);
        StringBuilder out = new StringBuilder(raw.length() + 8).append(raw, 0, plain);
        for (int i = plain; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean c1 = utf8 && c == 0xC2 && i + 1 < raw.length() && raw.charAt(i + 1) < 0xA0;
            boolean control = c < 0x20 || c == 0x7F || c1 || (c >= 0x80 && !utf8);
            if (!control) {
                out.append(c);
            } else if (c1) {
                octal(out, c);
                octal(out, raw.charAt(++i));
            } else {
                switch (c) {
                    case '\n' -> out.append("\\n");
                    case '\t' -> out.append("\\t");
                    case '\r' -> out.append("\\r");
                    default -> octal(out, c);
                }
            }
        }
        return out.toString();
    }

    /**
     * Text of many lines for display: line breaks, and tabs at the start of a line, stay; the rest as {@link #visible}.
     */
    public static String visibleLines(String raw) {
        StringBuilder out = new StringBuilder(raw.length() + 8);
        int start = 0;
        while (start < raw.length()) {
            while (start < raw.length() && raw.charAt(start) == '\t') {
                out.append(raw.charAt(start++));
            }
            int end = raw.indexOf('\n', start);
            out.append(visible(raw.substring(start, end < 0 ? raw.length() : end)));
            if (end < 0) {
                break;
            }
            out.append('\n');
            start = end + 1;
        }
        return out.toString();
    }

    private static void octal(StringBuilder out, char c) {
        out.append('\\')
                .append((char) ('0' + (c >> 6)))
                .append((char) ('0' + (c >> 3 & 7)))
                .append((char) ('0' + (c & 7)));
    }
}
