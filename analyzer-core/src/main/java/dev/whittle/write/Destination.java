package dev.whittle.write;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.path.HostPath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The destination of an image, with the syntax of skopeo and podman. If an optional file is absent, it is the pipe
 * ({@link WriteContext#pipe}).
 */
public sealed interface Destination {
    /** What {@code docker save} writes from 25 on: the engine's own manifest over a valid OCI layout. */
    record DockerArchive(Optional<Path> file, Optional<ImageReference> reference) implements Destination {}

    /** A docker archive into the pipe, which leads to the engine's own command. */
    record Stored(ImageStore store, Optional<ImageReference> reference) implements Destination {}

    /** Added to the existing images; replaces one of the same name. */
    record OciLayout(Path directory, Optional<String> tag) implements Destination {}

    record OciArchive(Optional<Path> file, Optional<String> tag) implements Destination {}

    /** A tag of a registry's repository, which appears when all is there. */
    record Registry(ImageReference reference) implements Destination {}

    /**
     * A path of a registry, below which each image has a repository of its own name.
     *
     * @param path with the host, ending in a slash
     */
    record Repositories(String path) implements Destination {
        /** The name that an image gets there: the last part of its own, and its tag. */
        public ImageReference target(ImageReference name) {
            String repository = name.repository();
            return new ImageReference(
                            path + repository.substring(repository.lastIndexOf('/') + 1), name.tag(), Optional.empty())
                    .tagged();
        }
    }

    /** The root alone. */
    record TarFile(Optional<Path> file) implements Destination {}

    /**
     * Only the root, unpacked.
     *
     * @param owners whether files keep their owners, which needs the privilege to set them; otherwise the caller owns
     *     them, without set-id bits, capabilities and devices
     */
    record UnpackedRoot(Path directory, boolean owners) implements Destination {}

    /** Begins an image's name in a registry. */
    String REGISTRY = "docker://";

    /** The forms, for messages and help. */
    String FORMS =
            "docker://NAME[:TAG], docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG], docker-daemon:REF,"
                    + " containers-storage:REF, containerd:REF, dir:DIR, tar:FILE or - for a pipe";

    /**
     * Parses the form of the command line. As in skopeo, a colon ends the path of a form that may have a REF or TAG.
     *
     * @param raw as typed
     * @param base of relative paths, absolute
     * @throws IllegalArgumentException with a message for the user, raw
     */
    static Destination parse(String raw, Path base) {
        if (raw.equals("-")) {
            return new DockerArchive(Optional.empty(), Optional.empty());
        }
        if (raw.startsWith(REGISTRY)) {
            String name = raw.substring(REGISTRY.length());
            return name.endsWith("/") ? Named.repositories(name) : new Registry(Named.reference(name));
        }
        int colon = raw.indexOf(':');
        String kind = colon < 0 ? "" : raw.substring(0, colon);
        String rest = raw.substring(colon + 1);
        int second = rest.indexOf(':');
        String path = second < 0 ? rest : rest.substring(0, second);
        Optional<String> name = second < 0 ? Optional.empty() : Optional.of(rest.substring(second + 1));
        return switch (kind) {
            case "docker-archive" -> new DockerArchive(Named.file(raw, path, base), name.map(Named::reference));
            case "oci" -> new OciLayout(Named.path(raw, path, base), name.map(Named::tag));
            case "oci-archive" -> new OciArchive(Named.file(raw, path, base), name.map(Named::tag));
            case "tar" -> new TarFile(Named.file(raw, rest, base));
            case "dir" -> new UnpackedRoot(Named.path(raw, rest, base), true);
            default ->
                new Stored(
                        ImageStore.of(kind)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(RawText.visible(raw) + ": not one of " + FORMS)),
                        Optional.of(Named.reference(rest)));
        };
    }

    /** Whether the output goes to a registry. */
    default boolean isRegistry() {
        return this instanceof Registry || this instanceof Repositories;
    }

    /** Whether the output goes to {@link WriteContext#pipe} rather than to a file. */
    default boolean isPipe() {
        return this instanceof Stored
                || (this instanceof DockerArchive docker && docker.file().isEmpty())
                || (this instanceof OciArchive oci && oci.file().isEmpty())
                || (this instanceof TarFile tar && tar.file().isEmpty());
    }

    /** The name within the destination that its text contains; empty if {@link NewImage} decides. */
    default Optional<String> ownName() {
        if (this instanceof DockerArchive docker) {
            return docker.reference().map(ImageReference::toString);
        } else if (this instanceof Stored stored) {
            return stored.reference().map(ImageReference::toString);
        } else if (this instanceof Registry registry) {
            return Optional.of(registry.reference().toString());
        } else if (this instanceof OciLayout layout) {
            return layout.tag();
        } else if (this instanceof OciArchive archive) {
            return archive.tag();
        }
        return Optional.empty();
    }

    /**
     * The default compression. Engines store layers uncompressed, so compressing for them is wasted; registries are
     * filled from layouts, and all of them accept gzip.
     */
    default Compression defaultCompression() {
        if (this instanceof OciLayout || this instanceof OciArchive || isRegistry()) {
            return Compression.GZIP;
        } else if (this instanceof TarFile tar) {
            return tar.file()
                    .flatMap(file -> Compression.byName(HostPath.rawName(file)))
                    .orElse(Compression.NONE);
        }
        return Compression.NONE;
    }

    /** The parts of a destination's text. */
    final class Named {
        /** OCI image-spec, annotations.md, "org.opencontainers.image.ref.name". */
        private static final Pattern TAG = Pattern.compile("[A-Za-z0-9]+(?:(?:[-._:@+]|--|/)[A-Za-z0-9]+)*+");

        private Named() {}

        static Optional<Path> file(String raw, String path, Path base) {
            return path.equals("-") ? Optional.empty() : Optional.of(path(raw, path, base));
        }

        static Path path(String raw, String path, Path base) {
            if (path.isEmpty()) {
                throw new IllegalArgumentException(RawText.visible(raw) + ": names no path");
            }
            return HostPath.of(base, path);
        }

        static ImageReference reference(String name) {
            ImageReference reference = ImageReference.parse(RawText.visible(name));
            if (reference.digest().isPresent()) {
                throw new IllegalArgumentException(name + ": a new image's digest is not known beforehand; name a tag");
            }
            return reference.tagged();
        }

        /** A path is one if what is below it can be named. */
        static Repositories repositories(String path) {
            Repositories repositories = new Repositories(RawText.visible(path));
            try {
                ImageReference.parse(
                        repositories.target(ImageReference.parse("name")).toString());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        RawText.visible(path) + ": not a path in a registry such as registry.example/team/", e);
            }
            return repositories;
        }

        static String tag(String name) {
            if (!TAG.matcher(name).matches()) {
                throw new IllegalArgumentException(RawText.visible(name) + ": not a tag such as 1.2-slim");
            }
            return name;
        }
    }
}
