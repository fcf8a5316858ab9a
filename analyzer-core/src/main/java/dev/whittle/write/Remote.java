package dev.whittle.write;

import dev.whittle.image.Digest;
import dev.whittle.image.ImageReference;
import dev.whittle.registry.RemoteName;
import dev.whittle.registry.Repository;
import java.io.IOException;
import java.util.List;

/**
 * What a registry as destination needs besides.
 *
 * @param registries how it is spoken to
 * @param sources images in registries that the new ones are made of: blobs may be mounted from there
 * @param attachments sent with an image, and known when that is written
 * @param sending told how much was sent
 */
public record Remote(Registries registries, List<RemoteName> sources, Attachments attachments, Progress sending) {
    /** For destinations that are no registry. */
    public static final Remote NONE = new Remote(
            reference -> {
                throw new IOException("no registry can be reached from here");
            },
            List.of(),
            manifest -> List.of(),
            Progress.NONE);

    public Remote {
        sources = List.copyOf(sources);
    }

    /** Finds the repository of a name. */
    @FunctionalInterface
    public interface Registries {
        Repository open(ImageReference reference) throws IOException;
    }

    /** What is to be attached to an image that was written. */
    @FunctionalInterface
    public interface Attachments {
        /** @param manifest of the image */
        List<Attachment> of(Digest manifest);
    }
}
