package dev.whittle.pipeline;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.image.BadImageException;
import dev.whittle.source.SourceMessage;
import java.io.IOException;

/** Reads a source, with each failure as one line. */
final class SourceReading {
    private SourceReading() {}

    /**
     * Something that reads a source.
     *
     * @param <T> its result
     */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, BadArchiveException, BadImageException;
    }

    /**
     * Runs what reads a source.
     *
     * @param shown what the user calls the source, raw
     * @throws PipelineException of the kind INPUT if the source is damaged or cannot be read
     */
    static <T> T read(String shown, Work<T> work) throws PipelineException {
        try {
            return work.run();
        } catch (BadImageException e) {
            throw new PipelineException(PipelineException.Kind.INPUT, SourceMessage.of(shown, e), e);
        } catch (BadArchiveException e) {
            throw new PipelineException(PipelineException.Kind.INPUT, SourceMessage.of(shown, e), e);
        } catch (IOException e) {
            throw PipelineException.unreadable(shown, e);
        }
    }
}
