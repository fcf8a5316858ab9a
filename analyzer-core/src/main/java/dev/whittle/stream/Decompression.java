package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Decompresses a content and makes it readable at any position. Supports gzip, zstd and xz, detected by their first
 * bytes.
 */
public final class Decompression {
    private Decompression() {}

    /** The compression of a content. */
    public static Codec codec(ByteSource content) throws IOException {
        return Codec.of(content.head(Codec.HEAD));
    }

    /**
     * The plain content: the given one itself if it is plain; otherwise the decompressed one, and the given one is
     * closed.
     *
     * @param subject the content, for messages, raw
     * @throws BadArchiveException if it is damaged, compressed in an unknown way, or too large for the workspace
     */
    public static ByteSource plain(String subject, ByteSource content, Workspace workspace)
            throws IOException, BadArchiveException {
        if (codec(content) == Codec.PLAIN) {
            return content;
        }
        ByteSource plain =
                unpack(subject, content, Optional.empty(), Optional.empty(), workspace, Decompression::untold);
        content.close();
        return plain;
    }

    /** Like the other method, for a pipe. It is read to its end and not closed. */
    public static ByteSource plain(String subject, InputStream in, Workspace workspace)
            throws IOException, BadArchiveException {
        DigestCheck none = DigestCheck.of(subject, "digest", Optional.empty());
        return unpack(subject, PackedInput.reader(in), none, none, workspace, Decompression::untold);
    }

    /**
     * Decompresses a content, and checks it at the same time.
     *
     * @param digest of the content as stored, {@code sha256:…}
     * @param plainDigest of the decompressed content
     * @param progress receives the number of bytes read, chunk by chunk
     */
    public static ByteSource unpack(
            String subject,
            ByteSource content,
            Optional<String> digest,
            Optional<String> plainDigest,
            Workspace workspace,
            LongConsumer progress)
            throws IOException, BadArchiveException {
        return unpack(
                subject,
                PackedInput.reader(content),
                DigestCheck.of(subject, "digest", digest),
                DigestCheck.of(subject, "diffID", plainDigest),
                workspace,
                progress);
    }

    private static ByteSource unpack(
            String subject,
            PackedInput.Reader reader,
            DigestCheck packedDigest,
            DigestCheck plainDigest,
            Workspace workspace,
            LongConsumer progress)
            throws IOException, BadArchiveException {
        Spool spool = new Spool(workspace);
        boolean done = false;
        try (SecondThread second = new SecondThread(packedDigest, plainDigest, spool)) {
            PackedInput in = new PackedInput(reader, second, progress);
            Codec codec = Codec.of(in.head());
            try (Decompressor unpacker = unpacker(subject, codec, in)) {
                byte[] buffer = second.freePlain();
                for (int count = unpacker.read(buffer); count > 0; count = unpacker.read(buffer)) {
                    if (codec != Codec.PLAIN) {
                        workspace.take(subject, count);
                    }
                    second.plain(buffer, count);
                    buffer = second.freePlain();
                }
            }
            second.finish();
            done = true;
            return spool.content();
        } finally {
            if (!done) {
                spool.close();
            }
        }
    }

    private static Decompressor unpacker(String subject, Codec codec, PackedInput in)
            throws IOException, BadArchiveException {
        return switch (codec) {
            case GZIP -> new Gunzip(subject, in);
            case ZSTD -> unzstd(subject, in);
            case PLAIN -> new Copy(in);
            case XZ -> unxz(subject, in);
            case BZIP2 ->
                throw new BadArchiveException(
                        subject, "packed with bzip2; unpack it first, or pack it with gzip or zstd");
        };
    }

    private static Decompressor unzstd(String subject, PackedInput in) throws IOException, BadArchiveException {
        try {
            return new Unzstd(subject, in);
        } catch (LinkageError e) {
            throw new BadArchiveException(
                    subject,
                    "packed with zstd, which is not available: zstd-jni is not on the class path,"
                            + " or has no build for this host");
        }
    }

    private static Decompressor unxz(String subject, PackedInput in) throws BadArchiveException {
        try {
            return Unxz.of(subject, in);
        } catch (LinkageError e) {
            throw new BadArchiveException(
                    subject, "packed with xz, which is not available: org.tukaani:xz is not on the class path");
        }
    }

    /** Ignores progress. */
    private static void untold(long bytes) {}

    private record Copy(PackedInput in) implements Decompressor {
        @Override
        public int read(byte[] into) throws IOException {
            if (in.available() == 0 && !in.refill()) {
                return -1;
            }
            int count = Math.min(into.length, in.available());
            System.arraycopy(in.buffer(), in.position(), into, 0, count);
            in.consume(count);
            return count;
        }

        @Override
        public void close() {}
    }
}
