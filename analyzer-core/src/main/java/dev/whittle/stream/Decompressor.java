package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.io.Closeable;
import java.io.IOException;

/** The plain bytes of a content, in order. */
interface Decompressor extends Closeable {
    /** Fills {@code into} as far as possible; -1 at the end. */
    int read(byte[] into) throws IOException, BadArchiveException;
}
