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
        byte[] json = documents
                .find(INDEX)
                .orElseThrow(() -> new BadImageException(INDEX, "is not there, so this is no OCI layout"));
        ManifestChoice choice = new ManifestChoice(documents, platform);
        List<Descriptor> tagged = LayoutTags.choose(Index.parse(json, INDEX).manifests(), named);
        ManifestChoice.Chosen chosen = choice.choose(tagged, INDEX);
        Optional<ImageReference> reference = chosen.top().name().flatMap(name -> Names.ofTag(name, layoutName));
        return image(chosen.manifest(), reference, choice.remarks());
    }

    /**
     * @param top a manifest, or an index to choose from
     * @param document what it is called, for messages, raw
     * @param reference the image's name
     */
    FoundImage find(Descriptor top, String document, Optional<ImageReference> reference)
            throws IOException, BadImageException {
        ManifestChoice choice = new ManifestChoice(documents, platform);
        ManifestChoice.Chosen chosen = choice.choose(List.of(top), document);
        return image(chosen.manifest(), reference, choice.remarks());
    }

    private FoundImage image(Descriptor descriptor, Optional<ImageReference> reference, List<String> remarks)
            throws IOException, BadImageException {
        String name = BlobMedium.blob(descriptor.digest());
        Manifest manifest = Manifest.parse(documents.read(descriptor), name);
        String configType = manifest.config().mediaType();
        String configName = BlobMedium.blob(manifest.config().digest());
        if (!configType.isEmpty() && !MediaTypes.isConfig(configType)) {
            throw new BadImageException(name, "an artifact (" + RawText.ofText(configType) + "), not an image");
        }
        ImageConfig config = ImageConfig.parse(documents.read(manifest.config()), configName);
        platform.check(config, configName);
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
        return new FoundImage(config, reference, Optional.of(descriptor.digest()), layers, remarks);
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
