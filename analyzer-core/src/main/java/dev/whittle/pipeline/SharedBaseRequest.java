package dev.whittle.pipeline;

import dev.whittle.source.Source;
import java.util.List;

/**
 * Which images get a common layer.
 *
 * @param images at least one, all for one platform
 */
public record SharedBaseRequest(List<Image> images) {
    /**
     * One of the images.
     *
     * @param shown what the user calls the source, raw
     * @param source remains the caller's to close
     * @param request what to make of it
     */
    public record Image(String shown, Source source, SlimRequest request) {}

    public SharedBaseRequest {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no image");
        }
    }
}
