package dev.whittle.toc;

import java.io.IOException;

/** Reads parts of a blob that lies elsewhere. May be called by several threads at once. */
@FunctionalInterface
public interface Ranges {
    /** Exactly so many bytes from there on. */
    byte[] read(long from, int length) throws IOException;
}
