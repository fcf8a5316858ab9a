package dev.whittle.write;

import dev.whittle.image.Digest;
import java.util.Optional;

/**
 * What was written.
 *
 * @param layer as stored in the destination; none in an unpacked root
 * @param imageId digest of the configuration; none if only the root was written
 * @param manifest digest of the OCI manifest; none if only the root was written
 * @param name of the image in the destination: a reference in a docker archive, a tag in a layout
 */
public record ImageSummary(
        Contents contents,
        Optional<LayerSummary> layer,
        Optional<Digest> imageId,
        Optional<Digest> manifest,
        Optional<String> name) {
    static ImageSummary ofRoot(LayerSummary layer) {
        return new ImageSummary(
                Contents.of(layer), Optional.of(layer), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
