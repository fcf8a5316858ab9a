package dev.whittle.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A writer's environment.
 *
 * @param spoolDirectory for an archive that is streamed to a pipe
 * @param threads maximum number of compressor threads; the bytes are the same for any number
 */
public record WriteContext(Path spoolDirectory, Pipe pipe, int threads, Progress progress) {
    /** Output for destinations without a file. */
    @FunctionalInterface
    public interface Pipe {
        /** Called once, when the archive is complete. The stream is flushed and left open. */
        OutputStream open() throws IOException;
    }
}
