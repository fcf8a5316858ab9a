package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;

/**
 * A blob of a source, to be copied as it is. Its digest is for whoever copies it to check.
 *
 * @param content stays open until the source is closed
 */
public record SourceBlob(BlobDescriptor descriptor, ByteSource content) {}
