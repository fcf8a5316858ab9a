package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The input of {@code docker load}. */
public final class LoadedImage implements Closeable {
    private final Engine engine;
    private @Nullable Process process;
    private CompletableFuture<String> heard = CompletableFuture.completedFuture("");
    private CompletableFuture<String> said = CompletableFuture.completedFuture("");

    public LoadedImage(Engine engine) {
        this.engine = engine;
    }

    /** Starts the engine's command, and returns the stream for the archive; a write fails if the engine has exited. */
    public OutputStream open() throws IOException {
        Process started = engine.start(List.of("load"));
        process = started;
        said = CompletableFuture.supplyAsync(() -> all(started.getErrorStream()));
        // Its success message is not printed, but it must be read.
        heard = CompletableFuture.supplyAsync(() -> all(started.getInputStream()));
        return started.getOutputStream();
    }

    /**
     * Waits until the engine has the image.
     *
     * @throws IOException with the engine's message, if it failed
     */
    public void finish() throws IOException {
        int exit = end();
        if (exit != 0) {
            throw failure(new IOException("exit code " + exit));
        }
    }

    /** The engine's message is more specific than a broken pipe. */
    public IOException failure(IOException cause) {
        String words = "";
        try {
            words = end() == 0 ? "" : said.join().strip();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        String last = words.substring(words.lastIndexOf('\n') + 1);
        String reason = last.isEmpty() ? String.valueOf(cause.getMessage()) : last;
        return new IOException(RawText.visible(engine.name()) + " load failed: " + RawText.visible(reason), cause);
    }

    private int end() throws IOException {
        Process started = Objects.requireNonNull(process);
        try {
            started.getOutputStream().close();
        } catch (IOException e) {
            said.join(); // it has exited, and its exit code says why
        }
        try {
            heard.join();
            return started.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String all(InputStream stream) {
        try (stream) {
            return RawText.of(stream.readAllBytes());
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy(); // ends one that still waits for input; no effect on one that has exited
        }
    }
}
