package dev.whittle.cli.engine;

import dev.whittle.bytes.RawText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** What {@code docker save} and the like write. If the engine fails, so does the read that would have been the end. */
public final class SavedImage extends FilterInputStream {
    private static final int MAX_SAID = 4096;

    /** How docker, and podman, say that they do not have an image. */
    private static final Pattern UNKNOWN =
            Pattern.compile("(?i)no such image|reference does not exist|image not known");

    private final Process process;
    private final String command;
    private final String pull;
    private final CompletableFuture<String> said;

    private SavedImage(Process process, Engine engine, List<String> words, String reference) {
        super(process.getInputStream());
        this.process = process;
        this.command = engine.name() + " " + String.join(" ", words);
        this.pull = engine.name() + " pull " + reference;
        this.said = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()));
    }

    /**
     * @param words that make the engine write an archive, raw
     * @param reference of the image, raw
     */
    public static SavedImage of(Engine engine, List<String> words, String reference) throws IOException {
        Process process = engine.start(words);
        process.getOutputStream().close();
        return new SavedImage(process, engine, words, reference);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value < 0) {
            end();
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count < 0) {
            end();
        }
        return count;
    }

    private void end() throws IOException {
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                String words = Objects.requireNonNullElse(said.join(), "");
                throw new IOException(RawText.visible(command) + " failed with exit code " + exit
                        + (words.isEmpty() ? "" : ": " + RawText.visible(words))
                        + (UNKNOWN.matcher(words).find() ? "; " + RawText.visible(pull) + " fetches it" : ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The last line is the reason; everything is read, since the engine would block otherwise. */
    private static String drain(InputStream errors) {
        StringBuilder kept = new StringBuilder();
        byte[] buffer = new byte[MAX_SAID];
        try (errors) {
            for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
                kept.append(RawText.of(buffer), 0, count);
                kept.delete(0, Math.max(0, kept.length() - MAX_SAID));
            }
        } catch (IOException e) {
            return lastLine(kept);
        }
        return lastLine(kept);
    }

    private static String lastLine(CharSequence text) {
        String stripped = text.toString().strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    @Override
    public void close() throws IOException {
        super.close();
        process.destroy(); // ends one that is still writing; no effect on one that has exited
    }
}
