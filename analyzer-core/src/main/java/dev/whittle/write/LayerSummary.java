package dev.whittle.write;

/**
 * What was written.
 *
 * @param files regular files; a file with several names counts once
 * @param links symbolic links, and further names of a file
 * @param others devices and fifos
 * @param leftOut sockets, which no archive can hold
 * @param contentBytes size of the regular files
 * @param size of the layer as written, in bytes
 * @param digest {@code sha256:…} of the layer as written
 * @param diffId {@code sha256:…} of the tar before compression
 */
public record LayerSummary(
        int files,
        int links,
        int directories,
        int others,
        int leftOut,
        long contentBytes,
        long size,
        String digest,
        String diffId) {}
