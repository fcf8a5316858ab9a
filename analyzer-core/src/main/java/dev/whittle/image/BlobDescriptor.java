package dev.whittle.image;

/**
 * A blob that was written, as others refer to it (OCI image-spec, descriptor.md).
 *
 * @param size in bytes
 */
public record BlobDescriptor(String mediaType, Digest digest, long size) {
    public static BlobDescriptor of(String mediaType, byte[] content) {
        return new BlobDescriptor(mediaType, Digest.sha256(content), content.length);
    }
}
