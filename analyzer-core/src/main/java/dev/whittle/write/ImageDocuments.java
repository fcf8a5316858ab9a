package dev.whittle.write;

import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.ManifestWriter;
import dev.whittle.image.MediaTypes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The documents of an image whose layer has been written: they contain its digests. */
final class ImageDocuments {
    /** containerd's own key, which podman reads too: the whole name, where the standard key has only the tag. */
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final NewImage image;
    private final LayerSummary layer;
    private final BlobDescriptor layerBlob;
    private final byte[] config;
    private final BlobDescriptor configBlob;
    private final byte[] manifest;
    private final BlobDescriptor manifestBlob;

    ImageDocuments(NewImage image, LayerSummary layer) {
        this.image = image;
        this.layer = layer;
        Digest diffId = Digest.parse(layer.diffId());
        String created = CreationTime.of(image.config(), image.latest());
        ImageConfig edited = image.config().edit(edit -> edit.layer(diffId, created, image.createdBy()));
        this.config = edited.bytes();
        this.layerBlob =
                new BlobDescriptor(image.compression().mediaType(), Digest.parse(layer.digest()), layer.size());
        this.configBlob = BlobDescriptor.of(MediaTypes.CONFIG, config);
        this.manifest = ManifestWriter.manifest(configBlob, layerBlob);
        this.manifestBlob = BlobDescriptor.of(MediaTypes.MANIFEST, manifest);
    }

    BlobDescriptor layerBlob() {
        return layerBlob;
    }

    BlobDescriptor configBlob() {
        return configBlob;
    }

    BlobDescriptor manifestBlob() {
        return manifestBlob;
    }

    /** Receives the bytes of a document. */
    @FunctionalInterface
    interface Taker {
        void take(BlobDescriptor blob, byte[] content) throws IOException;
    }

    /** Emits the configuration, then the manifest that refers to it. */
    void forEach(Taker taker) throws IOException {
        taker.take(configBlob, config);
        taker.take(manifestBlob, manifest);
    }

    /** {@code index} with this image, replacing one with the same tag. */
    LayoutIndex addTo(LayoutIndex index, Optional<String> tag, Optional<String> fullName) {
        Map<String, String> annotations = new TreeMap<>();
        tag.ifPresent(its -> annotations.put(REF_NAME, its));
        fullName.ifPresent(its -> annotations.put(CONTAINERD_NAME, its));
        return index.with(manifestBlob, image.config().platform(), annotations);
    }

    ImageSummary summary(Optional<String> name) {
        return new ImageSummary(
                Contents.of(layer),
                Optional.of(layer),
                Optional.of(configBlob.digest()),
                Optional.of(manifestBlob.digest()),
                name);
    }
}
