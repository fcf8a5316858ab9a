package dev.whittle.registry;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** Brings blobs into one repository, several at a time. */
public final class RegistryPush {
    /** As docker and skopeo send at one time, about. */
    private static final int TRANSFERS = 4;

    private final Repository repository;
    private final List<String> from;
    private final LongConsumer progress;
    private final AtomicBoolean failed = new AtomicBoolean();

    /** What is to be there. */
    public record Blob(Digest digest, ByteSource content) {}

    /**
     * @param from other repositories of the same registry that may have some of the blobs
     * @param progress told of each part that was sent, in bytes, by any thread
     */
    public RegistryPush(Repository repository, List<String> from, LongConsumer progress) {
        this.repository = repository;
        this.from = List.copyOf(from);
        this.progress = progress;
    }

    /**
     * Returns when all blobs are there. After a failure no other one is begun.
     *
     * @param blobs the largest first, so that all senders end at about the same time
     */
    public void all(List<Blob> blobs) throws IOException {
        List<Blob> rest = new ArrayList<>(blobs);
        if (!rest.isEmpty()) {
            send(rest.remove(rest.size() - 1)); // alone first: without write access this fails once, not four times
        }
        if (rest.isEmpty()) {
            return;
        }
        ExecutorService senders = Executors.newFixedThreadPool(Math.min(TRANSFERS, rest.size()));
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (Blob blob : rest) {
                sent.add(senders.submit(() -> {
                    send(blob);
                    return null;
                }));
            }
            await(sent);
        } finally {
            senders.shutdown();
        }
    }

    private void send(Blob blob) throws IOException {
        if (failed.get()) {
            return; // another one has the reason
        }
        boolean done = false;
        try {
            repository.push(blob.digest(), blob.content(), from, progress);
            done = true;
        } finally {
            if (!done) {
                failed.set(true);
            }
        }
    }

    /** All of them end before the content may be closed. */
    private static void await(List<Future<?>> sent) throws IOException {
        IOException failure = null;
        for (Future<?> each : sent) {
            try {
                each.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof IOException exception)) {
                    throw new IllegalStateException(e.getCause());
                }
                failure = failure == null ? exception : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
