package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Hashes compressed and plain bytes and spools the plain ones while the first thread continues to decompress. */
final class SecondThread implements Closeable {
    static final int BUFFER = 1 << 18;

    /** Enough that neither thread has to wait for each step of the other. */
    private static final int BUFFERS = 4;

    private enum Kind {
        PACKED,
        PLAIN,
        END
    }

    private static final class Task {
        final byte[] bytes;
        final int length;
        final Kind kind;

        Task(byte[] bytes, int length, Kind kind) {
            this.bytes = bytes;
            this.length = length;
            this.kind = kind;
        }
    }

    private final DigestCheck packedDigest;
    private final DigestCheck plainDigest;
    private final Spool spool;
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(2 * BUFFERS + 1);
    private final BlockingQueue<byte[]> freePacked = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<byte[]> freePlain = new ArrayBlockingQueue<>(BUFFERS);
    private final Thread thread;
    private volatile @Nullable Throwable fault;
    private boolean ended;

    SecondThread(DigestCheck packedDigest, DigestCheck plainDigest, Spool spool) {
        this.packedDigest = packedDigest;
        this.plainDigest = plainDigest;
        this.spool = spool;
        for (int i = 0; i < BUFFERS; i++) {
            freePacked.add(new byte[BUFFER]);
            freePlain.add(new byte[BUFFER]);
        }
        thread = new Thread(this::work, "whittle-spool");
        thread.setDaemon(true);
        thread.start();
    }

    byte[] freePacked() throws IOException {
        return take(freePacked);
    }

    byte[] freePlain() throws IOException {
        return take(freePlain);
    }

    void unusedPacked(byte[] buffer) {
        freePacked.add(buffer);
    }

    /** The caller may read the buffer until it requests the next one. */
    void packed(byte[] buffer, int length) throws IOException {
        put(new Task(buffer, length, Kind.PACKED));
    }

    void plain(byte[] buffer, int length) throws IOException {
        put(new Task(buffer, length, Kind.PLAIN));
    }

    /**
     * Waits until all is done.
     *
     * @throws BadArchiveException if a digest is not the expected one
     */
    void finish() throws IOException, BadArchiveException {
        end();
        rethrow();
        packedDigest.finish();
        plainDigest.finish();
    }

    /** Ends the thread, whatever it is doing. */
    @Override
    public void close() throws IOException {
        end();
    }

    private void end() throws IOException {
        if (!ended) {
            ended = true;
            put(new Task(new byte[0], 0, Kind.END));
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void work() {
        try {
            for (Task task = tasks.take(); task.kind != Kind.END; task = tasks.take()) {
                if (fault == null) {
                    run(task);
                }
                (task.kind == Kind.PLAIN ? freePlain : freePacked).add(task.bytes);
            }
        } catch (InterruptedException e) {
            fault = e;
        }
    }

    /** After a failure the buffers still circulate, so that the first thread notices it. */
    private void run(Task task) {
        try {
            if (task.kind == Kind.PLAIN) {
                plainDigest.update(task.bytes, task.length);
                spool.write(task.bytes, task.length);
            } else {
                packedDigest.update(task.bytes, task.length);
            }
        } catch (IOException | RuntimeException | Error e) {
            fault = e;
        }
    }

    private byte[] take(BlockingQueue<byte[]> queue) throws IOException {
        rethrow();
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void put(Task task) throws IOException {
        try {
            tasks.put(task);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void rethrow() throws IOException {
        Throwable throwable = fault;
        if (throwable instanceof IOException e) {
            throw e;
        }
        if (throwable != null) {
            throw new IllegalStateException(throwable);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException exception = new InterruptedIOException("interrupted");
        exception.initCause(e);
        return exception;
    }
}
