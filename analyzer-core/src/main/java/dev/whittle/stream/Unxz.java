package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** xz, through an optional library. A dictionary size in an archive cannot use more than 128 MiB. */
final class Unxz implements Decompressor {
    private static final int MEMORY_KIB = 128 << 10;

    private final String subject;
    private final PackedInput in;
    private final InputStream packed;
    private InputStream plain = InputStream.nullInputStream();
    private boolean open;

    Unxz(String subject, PackedInput in) {
        this.subject = subject;
        this.in = in;
        this.packed = new PackedStream(in);
    }

    /** Loads the library before anything is read: a {@link LinkageError} means that it is missing. */
    static Unxz of(String subject, PackedInput in) {
        if (XZInputStream.class.getName().isEmpty()) {
            throw new LinkageError("no xz");
        }
        return new Unxz(subject, in);
    }

    @Override
    public int read(byte[] into) throws IOException, BadArchiveException {
        try {
            if (!open) {
                plain = new XZInputStream(packed, MEMORY_KIB);
                open = true;
            }
            int count = plain.readNBytes(into, 0, into.length);
            return count == 0 ? -1 : count;
        } catch (MemoryLimitException e) {
            throw new BadArchiveException(subject, in.offset(), "xz data that takes more than 128 MiB to unpack");
        } catch (XZIOException e) {
            throw new BadArchiveException(subject, in.offset(), "damaged xz data: " + e.getMessage());
        } catch (EOFException e) {
            throw new BadArchiveException(subject, in.offset(), "cut short: xz data without an end");
        }
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
