package dev.whittle.write;

import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.path.HostPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The destination of an image. If an optional file is absent, it is the pipe ({@link WriteContext#pipe}). An image is written
 * by {@link Destinations}.
 */
public interface Destination {
    /** An output of one image, not yet visible. */
    ImageOutput open(WriteContext context) throws IOException;

    /** The same for any number of images; empty if this is a root alone. */
    default Optional<SeveralImages> several() {
        return Optional.empty();
    }

    /** The name within the destination that its text contains; empty if {@link NewImage} decides. */
    default Optional<String> ownName() {
        return Optional.empty();
    }

    /** The default compression. */
    default Compression defaultCompression() {
        return Compression.NONE;
    }

    /** Whether the output goes to a registry. */
    default boolean isRegistry() {
        return false;
    }

    /** The only file of the host that is written, if it is one. */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /** The file or directory of the host that is created or changed. */
    default Optional<Path> place() {
        return file();
    }

    /** What appears last of {@link #place}: after it, the output is complete. */
    default Optional<Path> last() {
        return place();
    }

    /** Whether the output goes to {@link WriteContext#pipe} rather than to a file. */
    default boolean isPipe() {
        return place().isEmpty() && !isRegistry();
    }

    /** A destination that takes any number of images. */
    interface Images extends Destination {
        @Override
        default ImageOutput open(WriteContext context) throws IOException {
            SeveralImages images = images();
            return new LayoutImageOutput(images.open(context), images.names());
        }

        @Override
        default Optional<SeveralImages> several() {
            return Optional.of(images());
        }

        SeveralImages images();
    }

    /** What {@code docker save} writes from 25 on: the engine's own manifest over a valid OCI layout. */
    record DockerArchive(Optional<Path> file, Optional<ImageReference> reference) implements Images {
        @Override
        public SeveralImages images() {
            return new SeveralImages(
                    new BlobNames.Docker(reference), context -> new BlobArchive(ArchiveSink.of(file, context), true));
        }

        @Override
        public Optional<String> ownName() {
            return reference.map(ImageReference::toString);
        }
    }

    /** A docker archive into the pipe, which leads to the engine's own command. */
    record Stored(ImageStore store, Optional<ImageReference> reference) implements Images {
        @Override
        public SeveralImages images() {
            return new SeveralImages(
                    new BlobNames.Docker(reference), context -> new BlobArchive(ArchiveSink.pipe(context), true));
        }

        @Override
        public Optional<String> ownName() {
            return reference.map(ImageReference::toString);
        }
    }

    /** Added to the existing images; replaces one of the same name. */
    record OciLayout(Path directory, Optional<String> tag) implements Images {
        @Override
        public SeveralImages images() {
            return new SeveralImages(new BlobNames.Layout(tag), context -> OciLayoutOutput.open(directory));
        }

        @Override
        public Optional<String> ownName() {
            return tag;
        }

        /** Registries are filled from layouts, and all of them accept gzip. */
        @Override
        public Compression defaultCompression() {
            return Compression.GZIP;
        }

        @Override
        public Optional<Path> place() {
            return Optional.of(directory);
        }

        @Override
        public Optional<Path> last() {
            return Optional.of(directory.resolve("index.json"));
        }
    }

    record OciArchive(Optional<Path> file, Optional<String> tag) implements Images {
        @Override
        public SeveralImages images() {
            return new SeveralImages(
                    new BlobNames.Layout(tag), context -> new BlobArchive(ArchiveSink.of(file, context), false));
        }

        @Override
        public Optional<String> ownName() {
            return tag;
        }

        @Override
        public Compression defaultCompression() {
            return Compression.GZIP;
        }
    }

    /** A tag of a registry's repository, which appears when all is there. */
    record Registry(ImageReference reference) implements Images {
        @Override
        public SeveralImages images() {
            return new SeveralImages(new BlobNames.Repository(reference), RegistryOutput::open);
        }

        @Override
        public Optional<String> ownName() {
            return Optional.of(reference.toString());
        }

        @Override
        public Compression defaultCompression() {
            return Compression.GZIP;
        }

        @Override
        public boolean isRegistry() {
            return true;
        }
    }

    /**
     * A path of a registry, below which each image has a repository of its own name.
     *
     * @param path with the host, ending in a slash
     */
    record Repositories(String path) implements Images {
        /** The name that an image gets there: the last part of its own, and its tag. */
        public ImageReference target(ImageReference name) {
            String repository = name.repository();
            return new ImageReference(
                            path + repository.substring(repository.lastIndexOf('/') + 1), name.tag(), Optional.empty())
                    .tagged();
        }

        @Override
        public SeveralImages images() {
            return new SeveralImages(new BlobNames.Repositories(this), RegistryOutput::open);
        }

        @Override
        public Compression defaultCompression() {
            return Compression.GZIP;
        }

        @Override
        public boolean isRegistry() {
            return true;
        }
    }

    /** The root alone. */
    record TarFile(Optional<Path> file) implements Destination {
        @Override
        public ImageOutput open(WriteContext context) throws IOException {
            return new TarOutput(ArchiveSink.of(file, context));
        }

        /** As the file's name says. */
        @Override
        public Compression defaultCompression() {
            return file.flatMap(path -> Compression.byName(HostPath.rawName(path)))
                    .orElse(Compression.NONE);
        }
    }

    /**
     * Only the root, unpacked.
     *
     * @param owners whether files keep their owners, which needs the privilege to set them; otherwise the caller owns
     *     them, without set-id bits, capabilities and devices
     */
    record UnpackedRoot(Path directory, boolean owners) implements Destination {
        @Override
        public ImageOutput open(WriteContext context) throws IOException {
            return UnpackedRootOutput.open(directory, owners);
        }

        @Override
        public Optional<Path> place() {
            return Optional.of(directory);
        }
    }
}
