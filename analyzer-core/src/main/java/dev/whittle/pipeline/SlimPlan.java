package dev.whittle.pipeline;

import dev.whittle.image.ImageConfig;
import dev.whittle.report.SlimResult;

/**
 * What a new image will be; nothing is written yet.
 *
 * @param result what is kept and why, and what there is to say of it
 * @param config of the new image, but for its layer
 */
public record SlimPlan(SlimResult result, ImageConfig config) {}
