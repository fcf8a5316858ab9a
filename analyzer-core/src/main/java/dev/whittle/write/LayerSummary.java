package dev.whittle.write;

/**
 * What was written.
 *
 * @param contentBytes of the regular files, each once
 * @param size of the layer as written, in bytes
 * @param digest {@code sha256:…} of the layer as written
 * @param diffId {@code sha256:…} of the tar before compression
 * @param leftOut sockets: nothing that an archive can hold
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
