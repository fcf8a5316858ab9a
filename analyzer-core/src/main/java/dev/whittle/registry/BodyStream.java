package dev.whittle.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body as a stream that does not wait for ever, which the JDK's own does. For one reading thread. */
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<BodyStream> {
    /** Parts that may come before anybody reads them, 16 KiB each: the network goes on while a reader decompresses. */
    private static final int AHEAD = 64;

    private final Duration idle;
    /** An empty one is the end. */
    private final BlockingQueue<Optional<List<ByteBuffer>>> parts = new LinkedBlockingQueue<>();

    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;
    private boolean ended;

    /** @param idle without a byte, until reading fails */
    BodyStream(Duration idle) {
        this.idle = idle;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription = upstream;
        if (closed) {
            upstream.cancel();
        } else {
            upstream.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        parts.add(Optional.of(part));
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
        parts.add(Optional.empty());
    }

    @Override
    public void onComplete() {
        parts.add(Optional.empty());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current.isEmpty() || !current.getFirst().hasRemaining()) {
            if (!current.isEmpty()) {
                current.removeFirst();
            } else if (ended || !next()) {
                return -1;
            }
        }
        ByteBuffer first = current.getFirst();
        int count = Math.min(length, first.remaining());
        first.get(into, offset, count);
        return count;
    }

    private boolean next() throws IOException {
        Optional<List<ByteBuffer>> part;
        try {
            part = parts.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (part == null) {
            close();
            throw new RegistryException("sent no byte for " + idle.toSeconds() + " s", RegistryException.Kind.PASSING);
        }
        if (part.isEmpty()) {
            ended = true;
            Throwable cause = failure;
            if (cause != null) {
                throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
            }
            return false;
        }
        current.addAll(part.get());
        Flow.Subscription upstream = subscription;
        if (upstream != null) {
            upstream.request(1);
        }
        return true;
    }

    /** What was not read ends with its connection. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription upstream = subscription;
        if (!ended && upstream != null) {
            upstream.cancel();
            failure = new IOException("closed");
            parts.add(Optional.empty()); // for one who waits
        }
    }
}
