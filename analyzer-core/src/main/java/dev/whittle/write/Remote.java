package dev.whittle.write;

import dev.whittle.image.ImageReference;
import dev.whittle.registry.RemoteName;
import dev.whittle.registry.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a registry as destination needs besides.
 *
 * @param registries how it is spoken to
 * @param source the image that the new one is made of, if it is in a registry too: blobs may be mounted from there
 * @param attachments sent with the image, and known when that is written
 * @param sending told how much was sent
 */
public record Remote(Registries registries, Optional<RemoteName> source, Attachments attachments, Progress sending) {
    /** For destinations that are no registry. */
    public static final Remote NONE = new Remote(
            reference -> {
                throw new IOException("no registry can be reached from here");
            },
            Optional.empty(),
            summary -> List.of(),
            Progress.NONE);

    /** Finds the repository of a name. */
    @FunctionalInterface
    public interface Registries {
        Repository open(ImageReference reference) throws IOException;
    }

    /** What is to be attached to the image that was written. */
    @FunctionalInterface
    public interface Attachments {
        List<Attachment> of(ImageSummary summary);
    }
}
