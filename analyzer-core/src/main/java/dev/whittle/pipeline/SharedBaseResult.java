package dev.whittle.pipeline;

import dev.whittle.report.SlimResult;
import dev.whittle.write.LayerSummary;
import java.util.List;
import java.util.Optional;

/**
 * What became of several images with a common layer.
 *
 * @param images in the order of the request
 * @param base empty if the images have nothing in common
 */
public record SharedBaseResult(List<SlimResult> images, Optional<Base> base) {
    /** @param paths how many the common layer has */
    public record Base(LayerSummary layer, int paths) {}

    public SharedBaseResult {
        images = List.copyOf(images);
    }

    /** Whether none of the images misses anything. */
    public boolean isComplete() {
        return images.stream().allMatch(SlimResult::isComplete);
    }
}
