package dev.whittle.source;

import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What a source has in addition to its files, if it is an image.
 *
 * @param reference its name, if the source has one
 * @param layers lowest first
 */
public record SourceImage(ImageConfig config, Optional<ImageReference> reference, List<LayerFacts> layers) {
    public SourceImage {
        layers = List.copyOf(layers);
    }
}
