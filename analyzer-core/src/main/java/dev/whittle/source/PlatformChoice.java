package dev.whittle.source;

import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Platform;

/**
 * Which platform to take where there are several.
 *
 * @param asked whether a person said so; else it is the machine's, and an image that comes alone is taken as it is
 */
record PlatformChoice(Platform wanted, boolean asked) {
    /** @throws BadImageException if a person asked for another platform than this image's */
    void check(ImageConfig config, String document) throws BadImageException {
        boolean isNamed = !config.platform().architecture().isEmpty();
        if (asked && isNamed && !config.platform().fits(wanted)) {
            throw new BadImageException(
                    document, "the image is for " + config.platform() + ", and " + wanted + " was asked for");
        }
    }
}
