package dev.whittle.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the surroundings give to a writer.
 *
 * @param spoolDirectory where an archive for a pipe is made before it is streamed
 * @param remote for a registry as destination
 * @param threads that may compress at once; the bytes are the same for any number
 */
public record WriteContext(Path spoolDirectory, Pipe pipe, int threads, Progress progress, Remote remote) {
    /** For destinations on this machine. */
    public WriteContext(Path spoolDirectory, Pipe pipe, int threads, Progress progress) {
        this(spoolDirectory, pipe, threads, progress, Remote.NONE);
    }

    /** Where the archives of destinations without a file go. */
    @FunctionalInterface
    public interface Pipe {
        /** Called once, when the archive is whole. The stream is flushed and left open. */
        OutputStream open() throws IOException;
    }
}
