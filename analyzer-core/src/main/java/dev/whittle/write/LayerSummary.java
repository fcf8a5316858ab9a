package dev.whittle.write;

/**
 * What was written.
 *
 * @param files regular files, each once however many names it has
 * @param links symbolic links, and further names of a file
 * @param others devices and fifos
 * @param leftOut sockets: nothing that an archive can hold
 * @param contentBytes of the regular files, each once
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
