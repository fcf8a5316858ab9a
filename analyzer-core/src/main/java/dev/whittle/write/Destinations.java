package dev.whittle.write;

import java.io.IOException;

/** Writes images. An output appears whole or not at all. */
public final class Destinations {
    private Destinations() {}

    /**
     * A check before a finished output appears; if it fails, the output does not appear.
     *
     * @param <X> type of the failure
     */
    @FunctionalInterface
    public interface Condition<X extends Exception> {
        void fulfil(ImageSummary summary) throws X;
    }

    /**
     * The same image gives the same bytes, at any time and with any number of threads.
     *
     * @throws SourceReadException if the root cannot be read
     * @throws PipeException if the pipe cannot be written
     * @throws IOException if the destination cannot be written, or for a pipe the spool
     */
    public static <X extends Exception> ImageSummary write(
            NewImage image, Destination destination, WriteContext context, Condition<X> condition)
            throws IOException, X {
        return write(image, destination, context, (summary, written) -> {}, condition);
    }

    /** Like the other method, with a check of the output before anything else happens. */
    public static <X extends Exception> ImageSummary write(
            NewImage image,
            Destination destination,
            WriteContext context,
            Written.Check<X> check,
            Condition<X> condition)
            throws IOException, X {
        try (ImageOutput output = destination.open(context)) {
            ImageSummary summary = output.write(image, context);
            output.written().checkWith(check, summary);
            condition.fulfil(summary);
            output.commit();
            return summary;
        }
    }
}
