package dev.whittle.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Accepts some bytes and then fails, like a full disk or a pipe without a reader. */
final class FailingOutput extends OutputStream {
    private final String reason;
    private long room;

    FailingOutput(long room, String reason) {
        this.room = room;
        this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        room -= length;
        if (room < 0) {
            throw new IOException(reason);
        }
    }
}
