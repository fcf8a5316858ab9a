package dev.whittle.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A writer's environment.
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

    /**
     * For files and directories of this machine.
     *
     * @param temporary where an archive is made before it appears
     */
    public static WriteContext local(Path temporary) {
        return new WriteContext(
                temporary,
                () -> {
                    throw new IOException("no pipe can be written from here");
                },
                Runtime.getRuntime().availableProcessors(),
                Progress.NONE);
    }

    /** Where the archives of destinations without a file go. */
    @FunctionalInterface
    public interface Pipe {
        /** Called once, when the archive is complete. The stream is flushed and left open. */
        OutputStream open() throws IOException;
    }
}
