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

/** Work on all cores, whose results are taken in order: what is printed does not depend on the cores. */
final class InOrder {
    /** Fewer are not worth a thread. */
    private static final int FEW = 8;

    /** Results that wait for their turn take memory. */
    private static final int AHEAD = 256;

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
            Deque<Future<T>> pending = new ArrayDeque<>();
            for (I item : items) {
                if (pending.size() == AHEAD) {
                    sink.accept(result(pending.remove()));
                }
                pending.add(workers.submit(() -> work.apply(item)));
            }
            while (!pending.isEmpty()) {
                sink.accept(result(pending.remove()));
            }
        } finally {
            workers.shutdownNow();
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
