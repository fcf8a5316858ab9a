package dev.whittle.pipeline;

import dev.whittle.image.Digest;
import dev.whittle.write.Compression;
import dev.whittle.write.Destination;
import dev.whittle.write.ImagesWriter;
import dev.whittle.write.WriteContext;
import dev.whittle.write.Written;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where an image is written.
 *
 * @param shown what the user calls it, raw
 * @param latest SOURCE_DATE_EPOCH: no entry is dated after it
 * @param checked whether the output is read back and compared before it appears
 */
public record ImageTarget(
        String shown,
        Destination destination,
        Compression compression,
        WriteContext context,
        OptionalLong latest,
        boolean checked) {
    /** Compressed as is usual there, and checked. */
    public ImageTarget(String shown, Destination destination, WriteContext context) {
        this(shown, destination, destination.defaultCompression(), context, OptionalLong.empty(), true);
    }

    /**
     * Reads an output of several images back as a whole, if this is to be checked.
     *
     * @param images as {@link ImagesWriter.Check} describes them
     */
    void check(Map<Digest, Integer> images, Written written) throws PipelineException {
        if (checked) {
            OutputChecks.several(environment(), images, written, shown);
        }
    }

    OutputEnvironment environment() {
        return new OutputEnvironment(context.spoolDirectory(), context.threads(), latest);
    }
}
