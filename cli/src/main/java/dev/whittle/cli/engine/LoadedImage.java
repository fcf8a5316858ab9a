package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What {@code docker load} and the like read. */
public final class LoadedImage implements Closeable {
    private final Engine engine;
    private final List<String> words;
    private final boolean wantsFile;
    private final Path directory;
    private @Nullable Path file;
    private @Nullable Process process;
    private CompletableFuture<String> heard = CompletableFuture.completedFuture("");
    private CompletableFuture<String> said = CompletableFuture.completedFuture("");

    /**
     * @param reference the image's name, raw
     * @param directory for an archive that the engine wants as a file
     */
    public LoadedImage(Engine engine, ImageStore store, String reference, Path directory) {
        this.engine = engine;
        this.words = StoreWords.load(store, engine.name(), reference);
        this.wantsFile = StoreWords.wantsFile(engine.name());
        this.directory = directory;
    }

    /** Starts the engine's command, and returns the stream for the archive; a write fails if the engine has exited. */
    public OutputStream open() throws IOException {
        if (wantsFile) {
            Path kept = Files.createTempFile(directory, "whittle-", ".tar");
            file = kept;
            return Files.newOutputStream(kept);
        }
        return started(engine.start(words)).getOutputStream();
    }

    private Process started(Process begun) {
        process = begun;
        said = CompletableFuture.supplyAsync(() -> all(begun.getErrorStream()));
        // What it says of success is not told, but someone must read it.
        heard = CompletableFuture.supplyAsync(() -> all(begun.getInputStream()));
        return begun;
    }

    /**
     * Waits until the engine has the image.
     *
     * @throws IOException with the engine's message, if it failed
     */
    public void finish() throws IOException {
        if (file != null) {
            started(engine.startOn(file, words));
        }
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
        return new IOException(
                RawText.visible(engine.name()) + " " + String.join(" ", this.words) + " failed: "
                        + RawText.visible(reason),
                cause);
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
    public void close() throws IOException {
        if (process != null) {
            process.destroy(); // ends one that still waits for input; no effect on one that has exited
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
