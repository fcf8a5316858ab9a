package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.rootfs.RootFs;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image to write: one layer and its configuration.
 *
 * @param config except what the layer determines: diff_ids, history and created are replaced
 * @param reference its name, if the destination does not have one
 * @param latest SOURCE_DATE_EPOCH: no entry has a later time, and it is the creation time of the image
 * @param createdBy text for the history
 */
public record NewImage(
        Selection selection,
        RootFs root,
        ImageConfig config,
        Optional<ImageReference> reference,
        Compression compression,
        OptionalLong latest,
        String createdBy) {}
