package dev.whittle.image;

/** What Whittle writes (OCI image-spec, media-types.md). */
public final class MediaTypes {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

    /** Followed by {@code +gzip} or {@code +zstd} for a packed one. */
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private MediaTypes() {}
}
