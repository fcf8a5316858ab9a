package dev.whittle.source;

import dev.whittle.image.Digest;
import java.util.Optional;

/**
 * One layer as an image's documents tell it; all of it was checked.
 *
 * @param digest of the layer as it lies, if a document tells it
 * @param diffId of the plain tar
 * @param packedSize of the layer as it lies, in bytes
 * @param contentBytes of all its files, as {@code docker images} counts
 */
public record LayerFacts(Optional<Digest> digest, Digest diffId, long packedSize, long contentBytes) {
    static LayerFacts of(LayerBlob layer, long contentBytes) {
        return new LayerFacts(
                layer.digest().map(Digest::parse),
                Digest.parse(layer.diffId().orElseThrow()),
                layer.content().size(),
                contentBytes);
    }
}
