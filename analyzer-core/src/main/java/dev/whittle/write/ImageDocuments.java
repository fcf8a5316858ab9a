package dev.whittle.write;

import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.ConfigEdit;
import dev.whittle.image.Digest;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ManifestWriter;
import dev.whittle.image.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of an image whose layers are written: they follow from them and hold their digests. */
final class ImageDocuments {
    /** OCI image-spec, annotations.md: the image whose layers are the first of this one. */
    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    private final NewImage image;
    private final List<SharedLayer> below;
    private final LayerSummary layer;
    private final List<BlobDescriptor> layerBlobs = new ArrayList<>();
    private final byte[] config;
    private final BlobDescriptor configBlob;
    private final byte[] manifest;
    private final BlobDescriptor manifestBlob;

    /** @param below layers that others have too, lowest first */
    ImageDocuments(NewImage image, List<SharedLayer> below, LayerSummary layer) {
        this.image = image;
        this.below = List.copyOf(below);
        this.layer = layer;
        List<ConfigEdit.Layer> history = new ArrayList<>();
        for (SharedLayer shared : below) {
            add(shared.layer(), image.compression(), shared.createdBy(), history);
        }
        add(layer, image.compression(), image.createdBy(), history);
        String created = CreationTime.of(image.config(), image.latest());
        ImageConfig edited = image.config().edit(edit -> edit.layers(history, created));
        this.config = edited.bytes();
        this.configBlob = BlobDescriptor.of(MediaTypes.CONFIG, config);
        this.manifest = ManifestWriter.manifest(configBlob, layerBlobs, annotations(below));
        this.manifestBlob = BlobDescriptor.of(MediaTypes.MANIFEST, manifest);
    }

    private void add(LayerSummary written, Compression compression, String createdBy, List<ConfigEdit.Layer> history) {
        layerBlobs.add(new BlobDescriptor(compression.mediaType(), Digest.parse(written.digest()), written.size()));
        history.add(new ConfigEdit.Layer(Digest.parse(written.diffId()), createdBy));
    }

    private static Map<String, String> annotations(List<SharedLayer> below) {
        return below.isEmpty()
                ? Map.of()
                : Map.of(BASE_DIGEST, below.get(below.size() - 1).base().toString());
    }

    /** The layer of its own. */
    BlobDescriptor layerBlob() {
        return layerBlobs.get(layerBlobs.size() - 1);
    }

    BlobDescriptor configBlob() {
        return configBlob;
    }

    BlobDescriptor manifestBlob() {
        return manifestBlob;
    }

    List<ImageReference> references() {
        return image.references();
    }

    /** Takes a document's bytes. */
    @FunctionalInterface
    interface Taker {
        void take(BlobDescriptor blob, byte[] content) throws IOException;
    }

    /** Emits the configuration, then the manifest that refers to it. */
    void forEach(Taker taker) throws IOException {
        taker.take(configBlob, config);
        taker.take(manifestBlob, manifest);
    }

    /** For {@code index.json}. */
    LayoutEntry entry(List<LayoutEntry.Name> names) {
        return new LayoutEntry(manifestBlob, Optional.of(image.config().platform()), names);
    }

    /** For {@code manifest.json}. */
    DockerManifest.Entry dockerEntry(List<String> names) {
        return new DockerManifest.Entry(
                BlobOutput.name(configBlob),
                names,
                layerBlobs.stream().map(BlobOutput::name).toList());
    }

    ImageSummary summary(List<String> names) {
        return new ImageSummary(
                Contents.of(layer),
                below.stream().map(SharedLayer::layer).toList(),
                Optional.of(layer),
                Optional.of(configBlob.digest()),
                Optional.of(manifestBlob.digest()),
                names);
    }
}
