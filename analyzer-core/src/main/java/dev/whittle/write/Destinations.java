package dev.whittle.write;

import java.io.IOException;

/** Writes images. An output appears whole or not at all. */
public final class Destinations {
    private Destinations() {}

    /**
     * The same image gives the same bytes, at any time and with any number of threads.
     *
     * @param check of what was written; if it fails, the output does not appear
     * @throws SourceReadException if the root cannot be read
     * @throws PipeException if the pipe cannot be written
     * @throws IOException if the destination cannot be written, or for a pipe the spool
     */
    public static <X extends Exception> ImageSummary write(
            NewImage image, Destination destination, WriteContext context, Written.Check<X> check)
            throws IOException, X {
        try (ImageOutput output = destination.open(context)) {
            ImageSummary summary = output.write(image, context);
            output.written().checkWith(check, summary);
            output.commit();
            return summary;
        }
    }
}
