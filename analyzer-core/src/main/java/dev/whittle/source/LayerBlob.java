package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One layer of an image, and what is known of it beforehand: each is checked.
 *
 * @param label for messages and progress, raw
 * @param content as it lies: plain, or packed with gzip or zstd
 * @param digest {@code sha256:…} of the content as it lies
 * @param size of the content as it lies, in bytes
 * @param diffId {@code sha256:…} of the plain tar
 */
public record LayerBlob(
        String label, ByteSource content, Optional<String> digest, OptionalLong size, Optional<String> diffId) {
    /** Of which nothing is known. */
    public LayerBlob(String label, ByteSource content) {
        this(label, content, Optional.empty(), OptionalLong.empty(), Optional.empty());
    }
}
