package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageReference;
import dev.whittle.image.Index;
import dev.whittle.image.MediaTypes;
import dev.whittle.registry.Repository;
import dev.whittle.stream.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A registry's repository: documents come when they are read, layers while they are. */
final class RegistryMedium implements BlobMedium {
    private final Repository repository;
    private final ImageReference reference;
    private final Descriptor top;
    private final Map<Digest, byte[]> documents = new HashMap<>();
    private final List<ByteSource> opened = new ArrayList<>();
    private final boolean inParts;
    private final AtomicLong fetched = new AtomicLong();

    private RegistryMedium(Repository repository, ImageReference reference, Descriptor top, boolean inParts) {
        this.inParts = inParts;
        this.repository = repository;
        this.reference = reference;
        this.top = top;
    }

    /**
     * Asks for the manifest. What it is follows from its content: the type that a registry tells is wrong too often.
     *
     * @param inParts whether it is enough to read those parts of a layer that are wanted
     */
    static RegistryMedium open(Repository repository, ImageReference reference, boolean inParts)
            throws IOException, BadImageException {
        Repository.Document manifest = repository.manifest();
        String type = Index.kind(manifest.content(), "the manifest");
        Descriptor top = new Descriptor(type, manifest.digest(), manifest.content().length, Optional.empty(), Map.of());
        RegistryMedium medium = new RegistryMedium(repository, reference, top, inParts);
        medium.documents.put(manifest.digest(), manifest.content());
        return medium;
    }

    Descriptor top() {
        return top;
    }

    /** What {@link #top} is called in messages. */
    String shown() {
        return MediaTypes.isIndex(top.mediaType()) ? "the index" : "the manifest";
    }

    /** The image's name, without what is not its own: a digest names the image before a change. */
    Optional<ImageReference> named() {
        return Optional.of(new ImageReference(reference.repository(), reference.tag(), Optional.empty()));
    }

    /** @throws BadImageException if its layers say that they are larger than the workspace allows */
    FoundImage bounded(FoundImage found, Workspace workspace) throws BadImageException {
        long left = workspace.maxBytes();
        for (LayerBlob layer : found.layers()) {
            if (layer.content().size() > left) {
                throw new BadImageException(
                        "the manifest", "its layers have more than " + workspace.maxBytes() + " bytes (--max-size)");
            }
            left -= layer.content().size();
        }
        return found;
    }

    /** There are no names here. */
    @Override
    public Optional<ByteSource> open(String name) {
        return Optional.empty();
    }

    @Override
    public boolean has(Descriptor descriptor) {
        return true;
    }

    @Override
    public Optional<ByteSource> document(Descriptor descriptor) throws IOException, BadImageException {
        String name = BlobMedium.blob(descriptor.digest());
        if (descriptor.size() > Documents.MAX_DOCUMENT) {
            throw new BadImageException(
                    name,
                    "has " + descriptor.size() + " bytes; no document of an image has more than "
                            + Documents.MAX_DOCUMENT);
        }
        byte[] known = documents.get(descriptor.digest());
        if (known == null) {
            known = fetched(descriptor);
            documents.put(descriptor.digest(), known);
        }
        return Optional.of(ByteSource.of(known));
    }

    /** Manifests and blobs are asked for in different ways; of a type that is not told both are tried. */
    private byte[] fetched(Descriptor descriptor) throws IOException {
        String type = descriptor.mediaType();
        if (!MediaTypes.isConfig(type)) {
            Optional<Repository.Document> manifest = repository.manifest(descriptor.digest());
            if (manifest.isPresent()) {
                return manifest.get().content();
            }
        }
        try (ByteSource blob = repository.blob(descriptor.digest(), descriptor.size())) {
            byte[] content = new byte[(int) descriptor.size()];
            blob.readFully(0, ByteBuffer.wrap(content));
            blob.read(content.length, ByteBuffer.allocate(1)); // must be its end
            return content;
        }
    }

    @Override
    public Optional<ByteSource> layer(Descriptor descriptor) {
        ByteSource blob = new RemoteLayer(repository, descriptor, inParts, fetched::addAndGet);
        opened.add(blob);
        return Optional.of(blob);
    }

    /** Bytes of layers that came so far. */
    long fetched() {
        return fetched.get();
    }

    @Override
    public List<Path> files() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        for (ByteSource content : opened) {
            content.close();
        }
    }
}
