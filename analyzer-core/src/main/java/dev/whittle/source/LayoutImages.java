package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import dev.whittle.image.Index;
import dev.whittle.image.Manifest;
import dev.whittle.image.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The images of an OCI layout (image-spec, image-layout.md), in a directory or an archive. */
final class LayoutImages {
    static final String INDEX = "index.json";
    static final String MARK = "oci-layout";

    /** Engines stop at 127 (moby, layer/layer_store.go, maxLayerDepth); each is an open file here. */
    private static final int MAX_LAYERS = 1000;

    private final BlobMedium medium;
    private final Documents documents;
    private final PlatformChoice platform;

    LayoutImages(BlobMedium medium, PlatformChoice platform) {
        this.medium = medium;
        this.documents = new Documents(medium);
        this.platform = platform;
    }

    /**
     * @param named which image, as a person said it, text
     * @param layoutName the last part of its path
     */
    FoundImage find(Optional<String> named, String layoutName) throws IOException, BadImageException {
        Tagged tagged = tagged(named, layoutName);
        ManifestTree.Leaf chosen = new ManifestChoice(tagged.tree(), INDEX).one(platform);
        return image(chosen, tagged, true);
    }

    /**
     * What a name of the layout leads to.
     *
     * @param entries of index.json
     * @param given a name that does not come from there
     */
    record Tagged(List<Descriptor> entries, ManifestTree tree, String layoutName, Optional<ImageReference> given) {
        /** The names of the image that this entry leads to, in the order of index.json. */
        List<ImageReference> references(Descriptor top) {
            if (given.isPresent()) {
                return List.of(given.get());
            }
            return entries.stream()
                    .filter(entry -> entry.digest().equals(top.digest()))
                    .flatMap(entry -> entry.name().flatMap(name -> ImageNames.ofTag(name, layoutName)).stream())
                    .distinct()
                    .toList();
        }
    }

    Tagged tagged(Optional<String> named, String layoutName) throws IOException, BadImageException {
        byte[] json = documents
                .find(INDEX)
                .orElseThrow(() -> new BadImageException(INDEX, "is not there, so this is no OCI layout"));
        List<Descriptor> entries = LayoutTags.choose(Index.parse(json, INDEX).manifests(), named);
        return new Tagged(entries, ManifestTree.of(documents, entries, INDEX), layoutName, Optional.empty());
    }

    /**
     * @param top a manifest, or an index to choose from
     * @param document what it is called, for messages, raw
     * @param reference the image's name
     */
    FoundImage find(Descriptor top, String document, Optional<ImageReference> reference)
            throws IOException, BadImageException {
        Tagged tagged = tagged(top, document, reference);
        return image(new ManifestChoice(tagged.tree(), document).one(platform), tagged, true);
    }

    /** The same with all that the index leads to. */
    Tagged tagged(Descriptor top, String document, Optional<ImageReference> reference)
            throws IOException, BadImageException {
        return new Tagged(List.of(top), ManifestTree.of(documents, List.of(top), document), "", reference);
    }

    /** @param checked whether it must be for the platform that was asked for */
    FoundImage image(ManifestTree.Leaf leaf, Tagged tagged, boolean checked) throws IOException, BadImageException {
        Descriptor descriptor = leaf.manifest();
        String name = BlobMedium.blob(descriptor.digest());
        Manifest manifest = Manifest.parse(documents.read(descriptor), name);
        String configType = manifest.config().mediaType();
        String configName = BlobMedium.blob(manifest.config().digest());
        if (!configType.isEmpty() && !MediaTypes.isConfig(configType)) {
            throw new BadImageException(name, "an artifact (" + RawText.ofText(configType) + "), not an image");
        }
        ImageConfig config = ImageConfig.parse(documents.read(manifest.config()), configName);
        if (checked) {
            platform.check(config, configName);
        }
        checkCount(config, configName, manifest.layers().size());
        List<LayerBlob> layers = new ArrayList<>();
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            layers.add(new LayerBlob(
                    BlobMedium.blob(layer.digest()),
                    content(layer),
                    Optional.of(layer.digest().toString()),
                    OptionalLong.of(layer.size()),
                    Optional.of(config.diffIds().get(i).toString())));
        }
        return new FoundImage(
                config,
                tagged.references(leaf.top()),
                Optional.of(descriptor.digest()),
                layers,
                tagged.tree().remarks());
    }

    /** All blobs of an image as they lie, the manifest last. A layer that may not be passed on need not be there. */
    List<SourceBlob> blobs(ManifestTree.Leaf leaf) throws IOException, BadImageException {
        Manifest manifest = Manifest.parse(
                documents.read(leaf.manifest()), BlobMedium.blob(leaf.manifest().digest()));
        List<SourceBlob> blobs = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            boolean isLeftOut = MediaTypes.isForeign(layer.mediaType()) && !documents.has(layer);
            if (!isLeftOut) {
                blobs.add(new SourceBlob(layer.blob(), content(layer)));
            }
        }
        for (Descriptor document : List.of(manifest.config(), leaf.manifest())) {
            blobs.add(new SourceBlob(document.blob(), ByteSource.of(documents.read(document))));
        }
        return blobs;
    }

    private ByteSource content(Descriptor layer) throws IOException, BadImageException {
        String name = BlobMedium.blob(layer.digest());
        if (MediaTypes.isEncrypted(layer.mediaType())) {
            throw new BadImageException(name, "an encrypted layer; decrypt it first (skopeo copy --decryption-key)");
        }
        Optional<ByteSource> content = medium.layer(layer);
        if (content.isEmpty()) {
            throw new BadImageException(
                    name,
                    MediaTypes.isForeign(layer.mediaType())
                            ? "a layer that may not be passed on (" + RawText.ofText(layer.mediaType())
                                    + "), and is not there; fetch it from where its maker has it"
                            : "a layer that is not there, though its manifest names it");
        }
        if (content.get().size() != layer.size()) {
            throw new BadImageException(
                    name,
                    "has " + content.get().size() + " bytes, not the " + layer.size() + " that its descriptor says");
        }
        return content.get();
    }

    static void checkCount(ImageConfig config, String name, int layers) throws BadImageException {
        if (layers > MAX_LAYERS) {
            throw new BadImageException(name, "has " + layers + " layers; no image has more than " + MAX_LAYERS);
        }
        if (config.diffIds().size() != layers) {
            throw new BadImageException(name, "has " + config.diffIds().size() + " diff_ids for " + layers + " layers");
        }
    }
}
