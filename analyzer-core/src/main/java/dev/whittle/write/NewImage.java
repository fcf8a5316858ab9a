package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.rootfs.RootFs;
import java.util.List;
import java.util.OptionalLong;

/**
 * An image to write: one layer and its configuration.
 *
 * @param config but for what the layer decides: diff_ids, history and created are new
 * @param references its names, where the destination does not give one
 * @param latest SOURCE_DATE_EPOCH: no entry is dated after it, and the image is created then
 * @param createdBy what the history says, text
 */
public record NewImage(
        Selection selection,
        RootFs root,
        ImageConfig config,
        List<ImageReference> references,
        Compression compression,
        OptionalLong latest,
        String createdBy) {
    public NewImage {
        references = List.copyOf(references);
    }
}
