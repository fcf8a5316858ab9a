package dev.whittle.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/**
 * Compresses with gzip in several threads, with the same bytes for any number of them: the content is cut into blocks
 * of one size, and each is compressed independently with the end of the previous block as its dictionary. Any gunzip
 * reads it, since it is one stream (RFC 1951, 3.2.4: an empty stored block ends each on a byte boundary).
 */
final class ParallelGzip extends OutputStream {
    /** Large enough that the cost of flushing each block (five bytes and new code tables) is negligible. */
    static final int BLOCK = 1 << 17;

    /** RFC 1952: deflate, no flags, no time, no compression level, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    private final OutputStream out;
    private final ExecutorService workers;
    private final DeflatedBlocks blocks;
    private final Deque<Future<byte[]>> packed = new ArrayDeque<>();
    private final int ahead;
    private final CRC32 crc = new CRC32();
    private byte[] block = new byte[BLOCK];
    private byte[] before = {};
    private int filled;
    private long length;
    private boolean closed;

    /** @param out closed with this stream */
    ParallelGzip(OutputStream out, int level, int threads) throws IOException {
        this.out = out;
        this.blocks = new DeflatedBlocks(level);
        this.ahead = 2 * threads;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "whittle-gzip");
            thread.setDaemon(true);
            return thread;
        });
        out.write(HEADER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        crc.update(bytes, offset, count);
        length += count;
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, BLOCK - filled);
            System.arraycopy(bytes, offset + done, block, filled, part);
            filled += part;
            done += part;
            if (filled == BLOCK) {
                submit(false);
            }
        }
    }

    private void submit(boolean last) throws IOException {
        byte[] content = block;
        byte[] dictionary = before;
        int size = filled;
        packed.add(workers.submit(() -> blocks.pack(content, size, dictionary, last)));
        before = content;
        block = last ? new byte[0] : new byte[BLOCK];
        filled = 0;
        while (packed.size() > (last ? 0 : ahead)) {
            out.write(result(packed.remove()));
        }
    }

    private static byte[] result(Future<byte[]> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            throw new IllegalStateException("deflate fails on nothing", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            submit(true);
            out.write(trailer());
        } finally {
            workers.shutdownNow();
            blocks.close();
        }
    }

    private byte[] trailer() {
        byte[] trailer = new byte[8];
        for (int i = 0; i < 4; i++) {
            trailer[i] = (byte) (crc.getValue() >>> (8 * i));
            trailer[4 + i] = (byte) (length >>> (8 * i));
        }
        return trailer;
    }
}
