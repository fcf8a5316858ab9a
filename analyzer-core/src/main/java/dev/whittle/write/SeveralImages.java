package dev.whittle.write;

import java.io.IOException;

/** A destination of any number of images, not yet opened. */
public final class SeveralImages {
    private final BlobNames names;
    private final Opening opening;

    SeveralImages(BlobNames names, Opening opening) {
        this.names = names;
        this.opening = opening;
    }

    /** Opens what takes the blobs. */
    @FunctionalInterface
    interface Opening {
        BlobOutput open(WriteContext context) throws IOException;
    }

    BlobNames names() {
        return names;
    }

    BlobOutput open(WriteContext context) throws IOException {
        return opening.open(context);
    }
}
