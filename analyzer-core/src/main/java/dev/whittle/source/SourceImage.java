package dev.whittle.source;

import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What a source has in addition to its files, if it is an image.
 *
 * @param references its names, as far as the source tells them; of several that mean this image only one if a person named it
 * @param manifest its digest, if it has one
 * @param layers lowest first
 */
public record SourceImage(
        ImageConfig config, List<ImageReference> references, Optional<Digest> manifest, List<LayerFacts> layers) {
    public SourceImage {
        references = List.copyOf(references);
        layers = List.copyOf(layers);
    }

    /** The first of its names. */
    public Optional<ImageReference> reference() {
        return references.stream().findFirst();
    }
}
