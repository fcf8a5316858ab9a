package dev.whittle.transport;

import dev.whittle.bytes.RawText;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import dev.whittle.source.SourceName;
import dev.whittle.write.Destination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The registry of all transports. Help, completion, messages and the README derive their lists from it. */
public final class Transports {
    private static final List<Transport> ALL = List.of(
            new DirectoryTransport(),
            new TarTransport(),
            new RegistryTransport(),
            new DockerArchiveTransport(),
            new OciLayoutTransport(),
            new OciArchiveTransport(),
            new StoreTransport(ImageStore.DOCKER, "an image of the engine (`--engine docker` or `podman`)"),
            new StoreTransport(ImageStore.CONTAINERS_STORAGE, "an image in the store of podman, buildah and CRI-O"),
            new StoreTransport(ImageStore.CONTAINERD, "an image in containerd's store"),
            new PackageTransport("deb:", "Debian's packages: a file, or a directory of such", SourceName.Deb::new),
            new PackageTransport("apk:", "Alpine's packages, likewise", SourceName.Apk::new),
            new PackageTransport(
                    "whl:",
                    "Python's wheels, likewise: their native libraries",
                    path -> new SourceName.Zip(path, ".whl")),
            new PackageTransport(
                    "jar:",
                    "Java's archives, likewise, with the jars in them",
                    path -> new SourceName.Zip(path, ".jar")),
            new PipeTransport());

    private Transports() {}

    /** How each is written, in the order of help. */
    public static List<Syntax> all() {
        return ALL.stream().map(Transport::syntax).toList();
    }

    /**
     * Parses a source: a prefix with what it wants, {@code -}, or a bare path. In {@code PREFIX:FILE:REF} the first colon
     * after the prefix ends FILE, as in skopeo; but if there is a file whose name has colons in it, that file is meant, the
     * longest one.
     *
     * @param exists whether the host has something under a raw path
     * @throws IllegalArgumentException with a message for the user, raw
     */
    public static SourceName source(String raw, Predicate<String> exists) {
        if (PipeTransport.isDash(raw)) {
            return PipeTransport.dash(raw);
        }
        for (Transport transport : ALL) {
            String prefix = transport.syntax().prefix();
            if (raw.startsWith(prefix)) {
                return transport.source(raw.substring(prefix.length()), exists);
            }
        }
        if (raw.isEmpty()) {
            throw new IllegalArgumentException("the source has no path");
        }
        if (raw.indexOf(':') > 0 && !exists.test(raw)) {
            UnknownSource.refuse(raw);
        }
        return new SourceName.Bare(raw);
    }

    /**
     * The image of a registry that a source names, if it names one.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Optional<ImageReference> inRegistry(String raw) {
        return raw.startsWith(RegistryTransport.SYNTAX.prefix())
                ? Optional.of(RegistryTransport.reference(
                        raw.substring(RegistryTransport.SYNTAX.prefix().length())))
                : Optional.empty();
    }

    /** Whether the name of a source begins with a transport's prefix. */
    public static boolean hasPrefix(String raw) {
        return ALL.stream()
                .anyMatch(transport -> raw.startsWith(transport.syntax().prefix()));
    }

    /**
     * Parses a destination. As in skopeo, a colon ends the path of a form that may have a REF or TAG.
     *
     * @param base of relative paths, absolute
     * @throws IllegalArgumentException with a message for the user, raw
     */
    public static Destination destination(String raw, Path base) {
        if (raw.equals(PipeTransport.DASH)) {
            return PipeTransport.OUT;
        }
        for (Transport transport : ALL) {
            Syntax syntax = transport.syntax();
            if (!syntax.destinations().isEmpty() && raw.startsWith(syntax.prefix())) {
                return transport.destination(raw.substring(syntax.prefix().length()), base);
            }
        }
        throw new IllegalArgumentException(RawText.visible(raw) + ": not one of " + destinationForms());
    }

    /** Whether a text is meant as a destination of a transport, correct or not: it begins as one of them does. */
    public static boolean isDestination(String raw) {
        int colon = raw.indexOf(':');
        return colon > 0
                && all().stream()
                        .filter(syntax -> !syntax.destinations().isEmpty())
                        .anyMatch(syntax -> syntax.prefix().startsWith(raw.substring(0, colon + 1)));
    }

    /** The forms of sources: {@code dir:PATH, tar:FILE, ..}. */
    public static String sourceForms() {
        return joined(all().stream().map(Syntax::sources).toList());
    }

    /** The forms of sources that are images, or of those that are roots alone. */
    public static String sourceForms(boolean areImages) {
        return joined(all().stream()
                .filter(syntax -> syntax.isImage() == areImages)
                .map(Syntax::sources)
                .toList());
    }

    /** The forms of destinations of images, or of roots alone. */
    public static String destinationForms(boolean areImages) {
        return joined(all().stream()
                .filter(syntax -> syntax.isImage() == areImages)
                .map(Syntax::destinations)
                .toList());
    }

    /** All forms of destinations, with that of a pipe. */
    public static String destinationForms() {
        return destinationForms(true) + ", " + destinationForms(false) + " or " + PipeTransport.DASH + " for a pipe";
    }

    private static String joined(List<List<String>> forms) {
        List<String> all = new ArrayList<>();
        forms.forEach(all::addAll);
        return String.join(", ", all);
    }
}
