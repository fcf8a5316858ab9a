package dev.whittle.toc;

/**
 * A part of a file that is packed on its own.
 *
 * @param packedStart where its compressed data begin in the blob
 * @param skip plain bytes of other files before it in the same data
 * @param length plain bytes
 * @param digest of the plain bytes, {@code sha256:…}
 * @param isZeros whether it is all zeros, and has no data in the blob
 */
record Chunk(long packedStart, long skip, long length, String digest, boolean isZeros) {}
