package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.Digest;
import dev.whittle.path.RootPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What holds an image's documents and blobs under names: a layout's directory, or an archive. */
interface BlobMedium extends Closeable {
    /**
     * A regular file of the medium; links that stay inside are followed. It stays open until the medium is closed.
     *
     * @param name raw, as {@link #inside} gives it
     * @throws BadImageException if there is something else under this name
     */
    Optional<ByteSource> open(String name) throws IOException, BadImageException;

    /** Whether what a descriptor points at is there. Where to look costs a question to another machine, it is taken to be. */
    default boolean has(Descriptor descriptor) throws IOException, BadImageException {
        return open(blob(descriptor.digest())).isPresent();
    }

    /** A manifest, an index, or a configuration. */
    default Optional<ByteSource> document(Descriptor descriptor) throws IOException, BadImageException {
        return open(blob(descriptor.digest()));
    }

    /** A layer; it may turn out to be missing only when it is read. */
    default Optional<ByteSource> layer(Descriptor descriptor) throws IOException, BadImageException {
        return open(blob(descriptor.digest()));
    }

    /** Host files that have been opened, so that nobody writes over them. */
    List<Path> files();

    /** Where a layout keeps a blob: OCI image-spec, image-layout.md. */
    static String blob(Digest digest) {
        return "blobs/" + digest.algorithm().id() + "/" + digest.hex();
    }

    /**
     * A name that a document gives, without {@code .} and repeated slashes.
     *
     * @param document that names it, for messages
     * @throws BadImageException if it leads outside
     */
    static String inside(String document, String name) throws BadImageException {
        List<String> parts = RootPath.split(name);
        if (name.startsWith("/") || parts.contains("..") || name.indexOf('\0') >= 0) {
            throw new BadImageException(document, "names a file outside of it: " + name);
        }
        List<String> real = parts.stream().filter(part -> !part.equals(".")).toList();
        if (real.isEmpty()) {
            throw new BadImageException(document, "names a file by nothing");
        }
        return String.join("/", real);
    }
}
