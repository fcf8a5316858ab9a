package dev.whittle.cli.command;

import dev.whittle.cli.console.FailureException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Work on all cores with results in order, so that output does not depend on the number of cores. */
final class InOrder {
    /** Fewer are not worth a thread. */
    private static final int FEW = 8;

    /** Items handed over at once, so that threads wait for each other less often. */
    private static final int CHUNK = 16;

    /** Chunks whose results wait for their turn take memory. */
    private static final int AHEAD = 16;

    private InOrder() {}

    /** Takes one result. */
    interface Sink<T> {
        void accept(T result) throws FailureException;
    }

    /** @param work safe for several threads at once; its unchecked exceptions come out here */
    static <I, T> void forEach(List<I> items, Function<I, T> work, Sink<T> sink) throws FailureException {
        if (items.size() < FEW) {
            for (I item : items) {
                sink.accept(work.apply(item));
            }
            return;
        }
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                    Thread thread = new Thread(task, "whittle-worker");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            Deque<Future<List<T>>> pending = new ArrayDeque<>();
            for (int start = 0; start < items.size(); start += CHUNK) {
                if (pending.size() == AHEAD) {
                    accept(pending.remove(), sink);
                }
                List<I> chunk = items.subList(start, Math.min(start + CHUNK, items.size()));
                pending.add(workers.submit(() -> chunk.stream().map(work).toList()));
            }
            while (!pending.isEmpty()) {
                accept(pending.remove(), sink);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static <T> void accept(Future<List<T>> chunk, Sink<T> sink) throws FailureException {
        for (T result : result(chunk)) {
            sink.accept(result);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts this thread", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException("a function throws no checked exception", e.getCause());
        }
    }
}
