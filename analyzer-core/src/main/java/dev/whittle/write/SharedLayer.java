package dev.whittle.write;

import dev.whittle.image.Digest;

/**
 * A layer that several images have below their own.
 *
 * @param createdBy what the history says, text
 * @param base manifest of an image of this layer and those below it
 */
public record SharedLayer(LayerSummary layer, String createdBy, Digest base) {}
