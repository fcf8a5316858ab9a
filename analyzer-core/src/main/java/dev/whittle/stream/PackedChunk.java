package dev.whittle.stream;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.whittle.bytes.BadArchiveException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A part of a layer that is packed on its own. */
public final class PackedChunk {
    private PackedChunk() {}

    /**
     * Plain bytes that are held against their digest.
     *
     * @param label of the layer, for messages, raw
     * @param packed may end with data of others
     * @param skip plain bytes before it
     * @param digest {@code sha256:…}
     * @throws IOException if it is damaged
     */
    public static byte[] unpack(String label, byte[] packed, Codec codec, long skip, int length, String digest)
            throws IOException {
        byte[] plain;
        try (InputStream in = stream(label, packed, codec)) {
            in.skipNBytes(skip);
            plain = in.readNBytes(length);
        } catch (EOFException e) {
            plain = new byte[0];
        }
        try {
            DigestCheck check = DigestCheck.of(label, "digest of a chunk", Optional.of(digest));
            check.update(plain, plain.length);
            check.finish();
        } catch (BadArchiveException e) {
            throw new IOException(label + ": " + e.reason(), e);
        }
        return plain;
    }

    /**
     * All of it.
     *
     * @param most bytes that may come out
     */
    public static byte[] unpack(String label, byte[] packed, Codec codec, int most)
            throws IOException, BadArchiveException {
        try (InputStream in = stream(label, packed, codec)) {
            byte[] plain = in.readNBytes(most);
            if (plain.length == most && in.read() >= 0) {
                throw new BadArchiveException(label, "a part of more than " + most + " bytes");
            }
            return plain;
        }
    }

    private static InputStream stream(String label, byte[] packed, Codec codec) throws IOException {
        InputStream in = new ByteArrayInputStream(packed);
        if (codec == Codec.GZIP) {
            return new GZIPInputStream(in);
        }
        try {
            return Zstd.open(in);
        } catch (LinkageError e) {
            throw new IOException(
                    label + ": packed with zstd, which is not available: zstd-jni is not on the class path, or has no"
                            + " build for this host",
                    e);
        }
    }

    /** A separate class, so that the library is loaded only when it is needed. */
    private static final class Zstd {
        static InputStream open(InputStream packed) throws IOException {
            return new ZstdInputStreamNoFinalizer(packed);
        }
    }
}
