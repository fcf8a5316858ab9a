package dev.whittle.stream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.whittle.bytes.BadArchiveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Small contents in zstd, in memory: files that are packed as a whole, such as a manifest. */
public final class ZstdBlock {
    /** The highest level that is not called ultra: what is small is packed once and kept long. */
    private static final int LEVEL = 19;

    private ZstdBlock() {}

    /**
     * @param subject the content, as a person knows it, raw
     * @param most bytes that may come out
     * @throws BadArchiveException if it is no zstd, damaged, larger, or if zstd is not available
     */
    public static byte[] unpack(String subject, byte[] packed, int most) throws BadArchiveException {
        try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(most);
            if (plain.length == most && in.read() >= 0) {
                throw new BadArchiveException(subject, "more than " + most + " bytes of zstd data");
            }
            return plain;
        } catch (IOException e) {
            throw new BadArchiveException(subject, "damaged zstd data: " + e.getMessage());
        } catch (LinkageError e) {
            throw unavailable(subject);
        }
    }

    /**
     * The same bytes for the same content and the same build of zstd.
     *
     * @throws BadArchiveException if zstd is not available
     */
    public static byte[] pack(String subject, byte[] plain) throws BadArchiveException {
        try {
            return Zstd.compress(plain, LEVEL);
        } catch (LinkageError e) {
            throw unavailable(subject);
        }
    }

    private static BadArchiveException unavailable(String subject) {
        return new BadArchiveException(
                subject, "zstd is not available: zstd-jni is not on the class path, or has no build for this host");
    }
}
