package dev.whittle.write;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets compressors finish without closing a stream that belongs to the caller. */
final class UnclosableOutput extends FilterOutputStream {
    UnclosableOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
