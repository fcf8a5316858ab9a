package dev.whittle.source;

import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Platform;

/**
 * The platform to use if there are several.
 *
 * @param asked whether the user requested it; otherwise it is the machine's, and a single image is used whatever its
 *     platform
 */
record PlatformChoice(Platform wanted, boolean asked) {
    /** @throws BadImageException if the user requested another platform than this image's */
    void check(ImageConfig config, String document) throws BadImageException {
        boolean isNamed = !config.platform().architecture().isEmpty();
        if (asked && isNamed && !config.platform().fits(wanted)) {
            throw new BadImageException(
                    document, "the image is for " + config.platform() + ", and " + wanted + " was asked for");
        }
    }
}
