package dev.whittle.source;

import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What a source has in addition to its files, if it is an image.
 *
 * @param reference its name, as far as the source tells one
 * @param manifest its digest, if it has one
 * @param layers lowest first
 */
public record SourceImage(
        ImageConfig config, Optional<ImageReference> reference, Optional<Digest> manifest, List<LayerFacts> layers) {
    public SourceImage {
        layers = List.copyOf(layers);
    }
}
