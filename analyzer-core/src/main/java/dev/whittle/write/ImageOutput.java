package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;

/** A destination being written. Closing without {@link #commit} leaves it unchanged. */
public interface ImageOutput extends Closeable {
    /** Writes everything, not yet visible. Called once. */
    ImageSummary write(NewImage image, WriteContext context) throws IOException;

    /** What was written, before it is committed; the caller closes what can be closed. */
    Written written() throws IOException;

    /** Moves it to its destination. */
    void commit() throws IOException;
}
