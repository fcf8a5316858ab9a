package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;

/** A destination being written. Closing without {@link #commit} leaves it as it was. */
interface ImageOutput extends Closeable {
    /** Writes all there is, out of sight. Called once. */
    ImageSummary write(NewImage image, WriteContext context) throws IOException;

    /** What was written, before it is committed; what can be closed of it is the caller's to close. */
    Written written() throws IOException;

    /** Puts it in its place. */
    void commit() throws IOException;
}
