package dev.whittle.source;

import dev.whittle.image.ImageReference;
import dev.whittle.image.ImageStore;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a root is, as a person names it: skopeo's transports (containers-transports(5)), {@code dir:} and {@code tar:} for
 * roots without a configuration, {@code -}, or a bare path. All strings are raw; paths are as typed.
 */
public sealed interface SourceName {
    /** The kinds that are images, for help. */
    String IMAGES = "docker://NAME[:TAG|@DIGEST], docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG],"
            + " docker-daemon:REF, containers-storage:REF, containerd:REF";

    /** All kinds that are named by a prefix, for help. */
    String KINDS = "dir:PATH, tar:FILE, " + IMAGES + ", deb:FILE, apk:FILE";

    /** A root directory. */
    record Directory(String path) implements SourceName {}

    /** A root in a tar. */
    record Tar(String file) implements SourceName {}

    /** @param reference which image of the archive: a name, or {@code @N} for the N-th, from 0 */
    record DockerArchive(String file, Optional<String> reference) implements SourceName {}

    /** @param tag which image of the layout: a name, a digest, or {@code @N} for the N-th, from 0 */
    record OciLayout(String directory, Optional<String> tag) implements SourceName {}

    /** @param tag as in a layout */
    record OciArchive(String file, Optional<String> tag) implements SourceName {}

    /** An image of an engine's store. */
    record Stored(ImageStore store, String reference) implements SourceName {
        /** As a person writes it. */
        public String shown() {
            return store.kind() + ":" + reference;
        }
    }

    /** An image of a registry. */
    record Registry(ImageReference reference) implements SourceName {}

    /** Debian's packages: a file, or a directory with files of that name. */
    record Deb(String path) implements SourceName {}

    /** Alpine's packages, likewise. */
    record Apk(String path) implements SourceName {}

    /**
     * Standard input: an archive of any kind.
     *
     * @param name which image of it, as in a file of its kind
     */
    record Pipe(Optional<String> name) implements SourceName {
        public Pipe() {
            this(Optional.empty());
        }
    }

    /** Recognised by its content. */
    record Bare(String path) implements SourceName {}

    /**
     * Reads a name. In {@code KIND:FILE:REF} the first colon after the kind ends FILE, as in skopeo; but if there is a file
     * whose name has colons in it, that file is meant, the longest one.
     *
     * @param exists whether the host has something under a raw path
     * @throws IllegalArgumentException with a message for a person, raw
     */
    static SourceName parse(String raw, Predicate<String> exists) {
        if (raw.equals("-")) {
            return new Pipe();
        }
        if (raw.startsWith("-:")) {
            return new Pipe(Optional.of(raw.substring(2)).filter(name -> !name.isEmpty()));
        }
        if (raw.startsWith(SourceKinds.REGISTRY)) {
            return new Registry(SourceKinds.remote(raw));
        }
        int colon = raw.indexOf(':');
        String kind = colon < 0 ? "" : raw.substring(0, colon);
        String rest = raw.substring(colon + 1);
        if (!SourceKinds.KNOWN.contains(kind)) {
            if (raw.isEmpty()) {
                throw new IllegalArgumentException("the source has no path");
            }
            if (colon > 0 && !exists.test(raw)) {
                SourceKinds.refuse(raw, kind, rest);
            }
            return new Bare(raw);
        }
        if (kind.equals("stdin")) {
            return new Pipe(Optional.of(rest).filter(name -> !name.isEmpty()));
        }
        Optional<ImageStore> store = ImageStore.of(kind);
        if (store.isPresent()) {
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(kind + ": names no image");
            }
            return new Stored(store.get(), SourceKinds.reference(rest));
        }
        PathAndName parts = PathAndName.split(rest, exists);
        if (parts.path().isEmpty()) {
            throw new IllegalArgumentException("the source has no path");
        }
        return switch (kind) {
            case "dir" -> new Directory(rest);
            case "tar" -> new Tar(rest);
            case "deb" -> new Deb(rest);
            case "apk" -> new Apk(rest);
            case "docker-archive" -> new DockerArchive(parts.path(), parts.name());
            case "oci" -> new OciLayout(parts.path(), parts.name());
            case "oci-archive" -> new OciArchive(parts.path(), parts.name());
            default -> throw new IllegalStateException(kind);
        };
    }

    /** Whether a name begins with the prefix of a kind. */
    static boolean hasKind(String raw) {
        return raw.startsWith(SourceKinds.REGISTRY)
                || SourceKinds.KNOWN.stream().anyMatch(kind -> raw.startsWith(kind + ":"));
    }

    /** {@code PATH[:NAME]}. */
    record PathAndName(String path, Optional<String> name) {
        static PathAndName split(String text, Predicate<String> exists) {
            int first = text.indexOf(':');
            if (first < 0 || exists.test(text)) {
                return new PathAndName(text, Optional.empty());
            }
            for (int at = text.lastIndexOf(':'); at > first; at = text.lastIndexOf(':', at - 1)) {
                if (exists.test(text.substring(0, at))) {
                    return at(text, at);
                }
            }
            return at(text, first);
        }

        private static PathAndName at(String text, int colon) {
            String name = text.substring(colon + 1);
            return new PathAndName(text.substring(0, colon), name.isEmpty() ? Optional.empty() : Optional.of(name));
        }
    }
}
