package dev.whittle.path;

import dev.whittle.bytes.RawText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Host paths as raw strings. {@code Path.of(String)} cannot name every file: it encodes by the locale and throws under
 * {@code LC_ALL=C}. A {@code file:} URI carries the exact bytes in both directions.
 */
public final class HostPath {
    private static final String UNRESERVED = "-._~/";

    private HostPath() {}

    /** The file with a raw path; a relative one is relative to {@code base}, which must be absolute. */
    public static Path of(Path base, String raw) {
        if (isPlain(raw)) {
            return base.resolve(raw);
        }
        String absolute = raw.startsWith("/") ? raw : raw(base) + "/" + raw;
        StringBuilder uri = new StringBuilder("file://");
        for (byte b : RawText.bytes(absolute)) {
            char c = (char) (b & 0xFF);
            if (isAlphanumeric(c) || UNRESERVED.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** The bytes of a path as the host has them. */
    public static String raw(Path path) {
        String text = path.toString();
        if (RawText.isAscii(text)) {
            return text;
        }
        // A relative path would be made absolute from the working directory; from "/" the difference is one character.
        Path absolute =
                path.isAbsolute() ? path : path.getFileSystem().getPath("/").resolve(path);
        String raw = percentDecoded(absolute.toUri().getRawPath());
        if (raw.length() > 1 && raw.endsWith("/") && !text.endsWith("/")) {
            raw = raw.substring(0, raw.length() - 1); // the URI of a directory ends in a slash
        }
        return path.isAbsolute() ? raw : raw.substring(1);
    }

    /** The bytes of a path's last component. */
    public static String rawName(Path path) {
        Path name = path.getFileName();
        if (name == null) {
            return "";
        }
        String text = name.toString();
        if (RawText.isAscii(text)) {
            return text;
        }
        String raw = raw(path);
        return raw.substring(raw.lastIndexOf('/') + 1);
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < 0x20 || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String percentDecoded(String rawPath) {
        byte[] in = rawPath.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                out[length++] = (byte) (Character.digit(in[i + 1], 16) << 4 | Character.digit(in[i + 2], 16));
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.ISO_8859_1);
    }
}
