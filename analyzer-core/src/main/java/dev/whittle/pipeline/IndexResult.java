package dev.whittle.pipeline;

import dev.whittle.image.Platform;
import dev.whittle.report.SlimResult;
import dev.whittle.write.IndexSummary;
import java.util.List;
import java.util.Optional;

/**
 * What became of an image of several platforms.
 *
 * @param images that were slimmed, in the order of the index
 * @param written empty for a dry run
 */
public record IndexResult(List<Image> images, Optional<Written> written) {
    /** The image of one platform. */
    public record Image(Platform platform, SlimResult result) {}

    /** @param manifests of the new index, of slimmed and copied images */
    public record Written(IndexSummary summary, int manifests) {}

    public IndexResult {
        images = List.copyOf(images);
    }

    /** Whether none of the images misses anything. */
    public boolean isComplete() {
        return images.stream().allMatch(image -> image.result().isComplete());
    }
}
