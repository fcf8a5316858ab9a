package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One layer of an image, and its expected properties, each of which is checked.
 *
 * @param label for messages and progress, raw
 * @param content as stored: plain, or compressed with gzip or zstd
 * @param digest {@code sha256:…} of the content as stored
 * @param size of the content as stored, in bytes
 * @param diffId {@code sha256:…} of the plain tar
 */
public record LayerBlob(
        String label, ByteSource content, Optional<String> digest, OptionalLong size, Optional<String> diffId) {
    /** A layer without expectations. */
    public LayerBlob(String label, ByteSource content) {
        this(label, content, Optional.empty(), OptionalLong.empty(), Optional.empty());
    }
}
