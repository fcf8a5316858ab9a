package dev.whittle.stream;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.whittle.bytes.BadArchiveException;
import java.io.IOException;

/** zstd, through an optional library. */
final class Unzstd implements Decompressor {
    private final String subject;
    private final PackedInput in;
    private final ZstdInputStreamNoFinalizer plain;

    Unzstd(String subject, PackedInput in) throws IOException {
        this.subject = subject;
        this.in = in;
        this.plain = new ZstdInputStreamNoFinalizer(new PackedStream(in));
    }

    @Override
    public int read(byte[] into) throws IOException, BadArchiveException {
        try {
            int count = plain.readNBytes(into, 0, into.length);
            return count == 0 ? -1 : count;
        } catch (ZstdIOException e) {
            throw new BadArchiveException(subject, in.offset(), "damaged zstd data: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
