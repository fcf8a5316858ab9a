package dev.whittle.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the surroundings give to a writer.
 *
 * @param spoolDirectory where an archive for a pipe is made before it is streamed
 * @param threads that may compress at once; the bytes are the same for any number
 */
public record WriteContext(Path spoolDirectory, Pipe pipe, int threads, Progress progress) {
    /** Where the archives of destinations without a file go. */
    @FunctionalInterface
    public interface Pipe {
        /** Called once, when the archive is whole. The stream is flushed and left open. */
        OutputStream open() throws IOException;
    }
}
