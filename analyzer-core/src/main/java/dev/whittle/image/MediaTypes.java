package dev.whittle.image;

import java.util.Set;

/** Media types of blobs: OCI image-spec media-types.md, and Docker's own names (distribution, manifest schema 2). */
public final class MediaTypes {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

    /** Followed by {@code +gzip} or {@code +zstd} if compressed. */
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private static final Set<String> INDEXES =
            Set.of(INDEX, "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final Set<String> MANIFESTS =
            Set.of(MANIFEST, "application/vnd.docker.distribution.manifest.v2+json");
    private static final Set<String> CONFIGS = Set.of(CONFIG, "application/vnd.docker.container.image.v1+json");

    private MediaTypes() {}

    public static boolean isIndex(String mediaType) {
        return INDEXES.contains(mediaType);
    }

    public static boolean isManifest(String mediaType) {
        return MANIFESTS.contains(mediaType);
    }

    /** Whether it cannot be an image's manifest or index. Some writers use no type, or only that of JSON. */
    public static boolean isOther(String mediaType) {
        boolean unnamed = mediaType.isEmpty() || mediaType.equals("application/json");
        return !unnamed && !isIndex(mediaType) && !isManifest(mediaType);
    }

    /** An image's; artifacts (charts, signatures …) have their own. */
    public static boolean isConfig(String mediaType) {
        return CONFIGS.contains(mediaType);
    }

    /** A layer that may not be redistributed (Windows base layers), and so is often missing. */
    public static boolean isForeign(String mediaType) {
        return mediaType.contains(".layer.nondistributable.") || mediaType.contains(".foreign.");
    }

    /** ocicrypt's suffix. */
    public static boolean isEncrypted(String mediaType) {
        return mediaType.endsWith("+encrypted");
    }
}
