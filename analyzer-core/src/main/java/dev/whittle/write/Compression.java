package dev.whittle.write;

import dev.whittle.image.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Compression of a layer.
 *
 * @param level on the method's own scale; for gzip 1 to 9, for zstd 1 to 19
 */
public record Compression(Method method, int level) {
    public static final Compression NONE = new Compression(Method.NONE, 0);
    public static final Compression GZIP = new Compression(Method.GZIP, 6);
    public static final Compression ZSTD = new Compression(Method.ZSTD, 3);

    public enum Method {
        NONE,
        GZIP,
        ZSTD
    }

    /**
     * Parses {@code none}, {@code gzip}, {@code zstd}, the latter two with {@code :LEVEL}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Compression parse(String text) {
        String[] parts = text.split(":", 2);
        Compression chosen =
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "none" -> NONE;
                    case "gzip", "gz" -> GZIP;
                    case "zstd", "zst" -> ZSTD;
                    default -> throw new IllegalArgumentException(text + ": not one of none, gzip, zstd");
                };
        if (parts.length == 1) {
            return chosen;
        }
        int highest = chosen.method == Method.GZIP ? 9 : chosen.method == Method.ZSTD ? 19 : 0;
        try {
            int level = Integer.parseInt(parts[1]);
            if (level >= 1 && level <= highest) {
                return new Compression(chosen.method, level);
            }
        } catch (NumberFormatException e) {
            // reported below, with the range
        }
        throw new IllegalArgumentException(
                highest == 0 ? text + ": none has no level" : text + ": the level must be 1 to " + highest);
    }

    /**
     * The compression that a file name implies: {@code .tar}, {@code .tar.gz}, {@code .tgz}, {@code .tar.zst},
     * {@code .tzst}.
     */
    public static Optional<Compression> byName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz") || name.endsWith(".tgz")) {
            return Optional.of(GZIP);
        }
        if (name.endsWith(".zst") || name.endsWith(".tzst")) {
            return Optional.of(ZSTD);
        }
        return name.endsWith(".tar") ? Optional.of(NONE) : Optional.empty();
    }

    /** The media type of a layer with this compression. */
    String mediaType() {
        return switch (method) {
            case NONE -> MediaTypes.LAYER;
            case GZIP -> MediaTypes.LAYER + "+gzip";
            case ZSTD -> MediaTypes.LAYER + "+zstd";
        };
    }

    /**
     * A stream that compresses into {@code out}, the same bytes for the same input: no time, no name in its header.
     *
     * @param threads maximum number of threads; the bytes are the same for any number
     * @throws IOException if zstd is requested and its library is missing
     */
    public OutputStream wrap(OutputStream out, int threads) throws IOException {
        return switch (method) {
            case NONE -> out;
            case GZIP -> new ParallelGzip(out, level, threads);
            case ZSTD -> Zstd.wrap(out, level);
        };
    }

    /** A separate class, so that the library is loaded only when it is needed. */
    private static final class Zstd {
        static OutputStream wrap(OutputStream out, int level) throws IOException {
            try {
                return new com.github.luben.zstd.ZstdOutputStream(out, level);
            } catch (LinkageError e) {
                throw new IOException(
                        "zstd is not available: zstd-jni is not on the class path, or has no build for"
                                + " this host; use --compress gzip",
                        e);
            }
        }
    }
}
