package dev.whittle.pipeline;

import dev.whittle.write.Compression;
import dev.whittle.write.Destination;
import dev.whittle.write.WriteContext;
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

    OutputEnvironment environment() {
        return new OutputEnvironment(context.spoolDirectory(), context.threads(), latest);
    }
}
