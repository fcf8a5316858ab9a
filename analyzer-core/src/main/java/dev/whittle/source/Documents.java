package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.Digest;
import java.io.IOException;
import java.util.Optional;

/** The JSON documents of an image, each of bounded size and held against what points at it. */
final class Documents {
    /** containerd and skopeo take 4 to 8 MiB; the largest configuration in use has some 100 kB. */
    static final int MAX_DOCUMENT = 8 << 20;

    private final BlobMedium medium;

    Documents(BlobMedium medium) {
        this.medium = medium;
    }

    /** @throws BadImageException if there is none, or one too large */
    byte[] read(String name) throws IOException, BadImageException {
        return find(name).orElseThrow(() -> new BadImageException(name, "is not there"));
    }

    Optional<byte[]> find(String name) throws IOException, BadImageException {
        Optional<ByteSource> source = medium.open(name);
        return source.isEmpty() ? Optional.empty() : Optional.of(bytes(name, source.get()));
    }

    boolean has(Descriptor descriptor) throws IOException, BadImageException {
        return medium.has(descriptor);
    }

    /** The blob that a descriptor points at, its size and digest checked. */
    byte[] read(Descriptor descriptor) throws IOException, BadImageException {
        String name = BlobMedium.blob(descriptor.digest());
        Optional<ByteSource> source = medium.document(descriptor);
        if (source.isEmpty()) {
            throw new BadImageException(name, "is not there");
        }
        byte[] content = bytes(name, source.get());
        if (content.length != descriptor.size()) {
            throw new BadImageException(
                    name,
                    "has " + content.length + " bytes, not the " + descriptor.size() + " that its descriptor says");
        }
        check(name, content, descriptor.digest());
        return content;
    }

    static void check(String name, byte[] content, Digest digest) throws BadImageException {
        Digest actual = Digest.of(content, digest.algorithm());
        if (!actual.equals(digest)) {
            throw new BadImageException(name, "is damaged or was changed: its digest is " + actual + ", not " + digest);
        }
    }

    private static byte[] bytes(String name, ByteSource source) throws IOException, BadImageException {
        if (source.size() > MAX_DOCUMENT) {
            throw new BadImageException(
                    name, "has " + source.size() + " bytes; no document of an image has more than " + MAX_DOCUMENT);
        }
        return source.head(MAX_DOCUMENT);
    }
}
