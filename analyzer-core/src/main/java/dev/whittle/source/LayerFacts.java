package dev.whittle.source;

import dev.whittle.image.Digest;
import java.util.Optional;

/**
 * One layer as described by an image's documents; all of it was checked.
 *
 * @param digest of the layer as stored, if a document has it
 * @param diffId of the plain tar
 * @param packedSize of the layer as stored, in bytes
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
