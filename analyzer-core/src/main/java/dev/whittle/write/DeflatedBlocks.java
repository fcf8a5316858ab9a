package dev.whittle.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Compresses blocks of one deflate stream in parallel. */
final class DeflatedBlocks implements AutoCloseable {
    /** The maximum distance in deflate (RFC 1951). */
    private static final int WINDOW = 1 << 15;

    private static final int SLACK = 1024;

    private final int level;
    private final List<Deflater> idle = new ArrayList<>();
    private boolean closed;

    DeflatedBlocks(int level) {
        this.level = level;
    }

    /** @param before the preceding block, full; empty for the first */
    byte[] pack(byte[] block, int size, byte[] before, boolean last) {
        Deflater deflater = take();
        int dictionary = Math.min(WINDOW, before.length);
        if (dictionary > 0) {
            deflater.setDictionary(before, before.length - dictionary, dictionary);
        }
        deflater.setInput(block, 0, size);
        if (last) {
            deflater.finish();
        }
        byte[] out = new byte[size + SLACK];
        int length = 0;
        while (true) {
            int room = out.length - length;
            int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            int count = deflater.deflate(out, length, room, flush);
            length += count;
            if (last ? deflater.finished() : count < room) {
                break;
            }
            out = Arrays.copyOf(out, 2 * out.length);
        }
        giveBack(deflater);
        return Arrays.copyOf(out, length);
    }

    private synchronized Deflater take() {
        return idle.isEmpty() ? new Deflater(level, true) : idle.remove(idle.size() - 1);
    }

    private synchronized void giveBack(Deflater deflater) {
        if (closed) {
            deflater.end();
        } else {
            deflater.reset();
            idle.add(deflater);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Deflater::end);
        idle.clear();
    }
}
