package dev.whittle.cli.console;

import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is done now and for how long, for a phase that cannot say how far it has come. */
public final class Activity implements Closeable {
    private static final long SHORT_MILLIS = 500;
    private static final long EVERY_MILLIS = 200;

    private final Console console;
    private final String subject;
    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition end = lock.newCondition();
    private boolean ended;
    private boolean written;

    /** @param shown whether anyone wants to see it; else nothing is ever written */
    public Activity(Console console, boolean shown, String subject) {
        this.console = console;
        this.subject = subject;
        if (shown) {
            Thread thread = new Thread(this::show, "whittle-activity");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void show() {
        lock.lock();
        try {
            long wait = SHORT_MILLIS;
            while (!ended) {
                // Woken early for no reason, it looks again a little sooner.
                boolean signalled = end.await(wait, TimeUnit.MILLISECONDS);
                if (!ended && !signalled) {
                    written = true;
                    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                    console.write("\r" + subject + (seconds < 1 ? "" : ": " + seconds + " s") + "\033[K");
                    wait = EVERY_MILLIS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            end.signalAll();
            if (written) {
                console.write("\r\033[K");
            }
        } finally {
            lock.unlock();
        }
    }
}
