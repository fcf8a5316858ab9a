package dev.whittle.pipeline;

import dev.whittle.image.Platform;

/**
 * What to make of an image of several platforms.
 *
 * @param image what to make of each image that was asked for
 * @param keepOthers whether images of other platforms are copied unchanged; else they are left out
 * @param preferred the platform of the image that a container engine gets which takes only one
 */
public record IndexRequest(SlimRequest image, boolean keepOthers, Platform preferred) {}
