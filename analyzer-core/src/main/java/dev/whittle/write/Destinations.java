package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.util.Optional;

/** Writes images; each kind of destination has a writer. An output appears whole or not at all. */
public final class Destinations {
    private Destinations() {}

    /**
     * A check before a finished output appears; if it fails, the output does not appear.
     *
     * @param <X> type of the failure
     */
    @FunctionalInterface
    public interface Condition<X extends Exception> {
        void fulfil(ImageSummary summary) throws X;
    }

    /**
     * The same image gives the same bytes, at any time and with any number of threads.
     *
     * @throws SourceReadException if the root cannot be read
     * @throws PipeException if the pipe cannot be written
     * @throws IOException if the destination cannot be written, or for a pipe the spool
     */
    public static <X extends Exception> ImageSummary write(
            NewImage image, Destination destination, WriteContext context, Condition<X> condition)
            throws IOException, X {
        return write(image, destination, context, (summary, written) -> {}, condition);
    }

    /** Like the other method, with a check of the output before anything else happens. */
    public static <X extends Exception> ImageSummary write(
            NewImage image,
            Destination destination,
            WriteContext context,
            Written.Check<X> check,
            Condition<X> condition)
            throws IOException, X {
        try (ImageOutput output = output(destination, context)) {
            ImageSummary summary = output.write(image, context);
            check(check, summary, output.written());
            condition.fulfil(summary);
            output.commit();
            return summary;
        }
    }

    private static <X extends Exception> void check(Written.Check<X> check, ImageSummary summary, Written written)
            throws IOException, X {
        if (written instanceof Written.Archive archive) {
            try (ByteSource content = archive.content()) {
                check.check(summary, new Written.Archive(content, archive.documents()));
            }
        } else {
            check.check(summary, written);
        }
    }

    private static ImageOutput output(Destination destination, WriteContext context) throws IOException {
        Optional<BlobNames> names = names(destination);
        if (names.isPresent()) {
            return new LayoutImageOutput(blobs(destination, context), names.get());
        } else if (destination instanceof Destination.TarFile tar) {
            return new TarOutput(ArchiveSink.of(tar.file(), context));
        } else if (destination instanceof Destination.UnpackedRoot root) {
            return UnpackedRootOutput.open(root.directory(), root.owners());
        }
        throw new IllegalStateException("sealed: " + destination);
    }

    /** What images are called there; empty for a root alone. */
    static Optional<BlobNames> names(Destination destination) {
        if (destination instanceof Destination.DockerArchive docker) {
            return Optional.of(new BlobNames.Docker(docker.reference()));
        } else if (destination instanceof Destination.Stored stored) {
            return Optional.of(new BlobNames.Docker(stored.reference()));
        } else if (destination instanceof Destination.OciArchive oci) {
            return Optional.of(new BlobNames.Layout(oci.tag()));
        } else if (destination instanceof Destination.OciLayout layout) {
            return Optional.of(new BlobNames.Layout(layout.tag()));
        } else if (destination instanceof Destination.Registry registry) {
            return Optional.of(new BlobNames.Repository(registry.reference()));
        } else if (destination instanceof Destination.Repositories path) {
            return Optional.of(new BlobNames.Repositories(path));
        }
        return Optional.empty();
    }

    /** A destination of images, which {@link #names} tells. */
    static BlobOutput blobs(Destination destination, WriteContext context) throws IOException {
        if (destination instanceof Destination.OciLayout layout) {
            return OciLayoutOutput.open(layout.directory());
        } else if (destination instanceof Destination.DockerArchive docker) {
            return new BlobArchive(ArchiveSink.of(docker.file(), context), true);
        } else if (destination instanceof Destination.OciArchive oci) {
            return new BlobArchive(ArchiveSink.of(oci.file(), context), false);
        } else if (destination.isRegistry()) {
            return RegistryOutput.open(context);
        }
        return new BlobArchive(ArchiveSink.pipe(context), true);
    }
}
