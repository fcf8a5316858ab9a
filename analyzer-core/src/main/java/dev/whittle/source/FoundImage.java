package dev.whittle.source;

import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * An image as described by its documents; its layers are not yet read.
 *
 * @param references its names, the one that was asked for first
 * @param manifest its digest, if it has one
 * @param layers lowest first, as many as the configuration has diffIDs
 * @param remarks for the user, raw
 */
record FoundImage(
        ImageConfig config,
        List<ImageReference> references,
        Optional<Digest> manifest,
        List<LayerBlob> layers,
        List<String> remarks) {}
