package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Commands of the engine and for its containers, each with a time limit and a limit on its output. Once {@link #close}
 * has begun, no other is started: a caller then waits for the end of this process.
 */
final class EngineCommands implements Closeable {
    /** As in timeout(1). */
    static final int TIMED_OUT = 124;

    private static final int MAX_SAID = 1 << 16;
    private static final int LAST_SECONDS = 10;

    private final Engine engine;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    EngineCommands(Engine engine) {
        this.engine = engine;
    }

    /**
     * The result of a command.
     *
     * @param out standard output, raw, up to the limit
     * @param err standard error, likewise
     * @param cut whether there was more
     */
    record Ended(int exitCode, String out, String err, boolean cut) {
        /** Its last message, which is the reason of a failure. */
        String reason() {
            String last = "";
            for (String line : (err.isBlank() ? out : err).split("\n", -1)) {
                boolean hint = line.startsWith("See '")
                        || line.startsWith("Run '")
                        || line.startsWith("Error: failed to start");
                last = line.isBlank() || hint ? last : line.strip();
            }
            return last.replaceFirst("^(?:[Ee]rror(?: response from daemon)?|docker|podman): ", "")
                    .replaceFirst("^Error response from daemon: ", "");
        }
    }

    String name() {
        return engine.name();
    }

    /** A command of the engine without input. */
    Ended engine(int seconds, List<String> arguments) throws IOException {
        return run(engine.start(allowed(arguments)), new byte[0], MAX_SAID, seconds);
    }

    Ended engine(int seconds, byte[] input, int maxOut, List<String> arguments) throws IOException {
        return run(engine.start(allowed(arguments)), input, maxOut, seconds);
    }

    /** A program of the host. */
    Ended host(int seconds, int maxOut, List<String> words, List<String> variables) throws IOException {
        return run(engine.startOther(allowed(words), variables), new byte[0], maxOut, seconds);
    }

    /** One that runs in the background; the caller ends it. */
    Process beside(List<String> arguments) throws IOException {
        Process process = engine.start(allowed(arguments));
        process.getOutputStream().close();
        return process;
    }

    private List<String> allowed(List<String> words) throws IOException {
        if (closing) {
            forever();
        }
        return words.stream().map(RawText::text).toList();
    }

    private static void forever() throws IOException {
        try {
            while (true) {
                Thread.sleep(TimeUnit.HOURS.toMillis(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Ended run(Process process, byte[] input, int maxOut, int seconds) throws IOException {
        running.add(process);
        try {
            Bounded out = new Bounded(process.getInputStream(), maxOut);
            Bounded err = new Bounded(process.getErrorStream(), MAX_SAID);
            CompletableFuture<Void> reading = CompletableFuture.allOf(
                    CompletableFuture.runAsync(out::drain, EngineCommands::thread),
                    CompletableFuture.runAsync(err::drain, EngineCommands::thread));
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> write(process.getOutputStream(), input), EngineCommands::thread);
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            } else {
                // A process that it started may keep its output open.
                reading.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
            }
            writing.cancel(true);
            return new Ended(ended ? process.exitValue() : TIMED_OUT, out.text(), err.text(), out.isCut());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            running.remove(process);
        }
    }

    static void thread(Runnable work) {
        Thread thread = new Thread(work, "engine");
        thread.setDaemon(true);
        thread.start();
    }

    private static void write(OutputStream stream, byte[] input) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            return; // it has ended, and its exit code says why
        }
    }

    /** Waits for commands that have begun, so that what they create can be found. */
    @Override
    public void close() {
        closing = true;
        for (Process process : running) {
            try {
                if (!process.waitFor(LAST_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** For {@link #close} itself. */
    void last(List<String> arguments) throws IOException {
        run(engine.start(arguments), new byte[0], MAX_SAID, LAST_SECONDS);
    }

    /** The output of {@code arguments}, for {@link #close} itself. */
    List<String> lastWords(List<String> arguments) throws IOException {
        return words(run(engine.start(arguments), new byte[0], MAX_SAID, LAST_SECONDS));
    }

    static List<String> words(Ended ended) {
        return ended.exitCode() != 0 || ended.out().isBlank()
                ? List.of()
                : List.of(ended.out().strip().split("\\s+", -1));
    }

    /** The content of a stream, up to a limit; the rest is discarded. */
    static final class Bounded {
        private final InputStream stream;
        private final int most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean cut;

        Bounded(InputStream stream, int most) {
            this.stream = stream;
            this.most = most;
        }

        void drain() {
            byte[] buffer = new byte[1 << 14];
            try (stream) {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    take(buffer, count);
                }
            } catch (IOException e) {
                return; // its process has been ended
            }
        }

        private synchronized void take(byte[] buffer, int count) {
            int room = Math.min(count, most - kept.size());
            kept.write(buffer, 0, room);
            cut |= room < count;
        }

        synchronized String text() {
            return RawText.of(kept.toByteArray());
        }

        synchronized boolean isCut() {
            return cut;
        }
    }
}
