package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.io.Closeable;
import java.io.IOException;

/** A content's plain bytes, in order. */
interface Unpacker extends Closeable {
    /** Fills {@code into} as far as there is something; -1 at the end. */
    int read(byte[] into) throws IOException, BadArchiveException;
}
