package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** New manifests: the same bytes for the same content. */
public final class ManifestWriter {
    /** The configuration of what has none: image-spec, manifest.md, "Guidance for an Empty Descriptor". */
    public static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

    @SuppressWarnings("MutablePublicArray")
    public static final byte[] EMPTY = {'{', '}'};

    private static final int SCHEMA = 2;

    private ManifestWriter() {}

    /** OCI image-spec, manifest.md. */
    public static byte[] manifest(BlobDescriptor config, BlobDescriptor layer) {
        JsonObject manifest = document(MediaTypes.MANIFEST);
        manifest.add("config", tree(config));
        JsonArray layers = new JsonArray();
        layers.add(tree(layer));
        manifest.add("layers", layers);
        return JsonDocument.bytes(manifest);
    }

    /**
     * {@code manifest.json} of a docker archive with one image (moby, image/tarexport/tarexport.go:manifestItem).
     *
     * @param layers their names in the archive, lowest first
     */
    public static byte[] dockerManifest(String config, Optional<String> reference, List<String> layers) {
        JsonObject item = new JsonObject();
        item.addProperty("Config", config);
        item.add("RepoTags", reference.isPresent() ? JsonDocument.array(List.of(reference.get())) : JsonNull.INSTANCE);
        item.add("Layers", JsonDocument.array(layers));
        JsonArray items = new JsonArray();
        items.add(item);
        return JsonDocument.bytes(items);
    }

    /**
     * An artifact that refers to a manifest: OCI image-spec 1.1, manifest.md, "Guidelines for Artifact Usage".
     *
     * @param subject the manifest that it is about
     * @param content the only layer
     */
    public static byte[] artifact(
            BlobDescriptor subject, String artifactType, BlobDescriptor content, Map<String, String> annotations) {
        JsonObject manifest = document(MediaTypes.MANIFEST);
        manifest.addProperty("artifactType", artifactType);
        manifest.add("config", tree(BlobDescriptor.of(EMPTY_TYPE, EMPTY)));
        JsonArray layers = new JsonArray();
        layers.add(tree(content));
        manifest.add("layers", layers);
        manifest.add("subject", tree(subject));
        annotate(manifest, annotations);
        return JsonDocument.bytes(manifest);
    }

    public static byte[] emptyIndex() {
        JsonObject index = document(MediaTypes.INDEX);
        index.add("manifests", new JsonArray());
        return JsonDocument.bytes(index);
    }

    /**
     * An index of referrers with one more: OCI distribution-spec 1.1, "Referrers Tag Schema". What is in it already stays, and
     * comes once.
     *
     * @throws BadImageException if what is there is no index
     */
    public static byte[] withReferrer(
            byte[] index, BlobDescriptor artifact, String artifactType, Map<String, String> annotations)
            throws BadImageException {
        JsonDocument names = new JsonDocument("the index");
        JsonObject tree = names.object(names.parse(index), "the index");
        JsonArray manifests = new JsonArray();
        for (JsonElement each : names.array(tree, "manifests")) {
            String digest =
                    names.string(names.object(each, "a manifest"), "digest").orElse("");
            if (!digest.equals(artifact.digest().toString())) {
                manifests.add(each);
            }
        }
        JsonObject added = tree(artifact);
        added.addProperty("artifactType", artifactType);
        annotate(added, annotations);
        manifests.add(added);
        tree.add("manifests", manifests);
        return JsonDocument.bytes(tree);
    }

    private static void annotate(JsonObject tree, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            JsonObject all = new JsonObject();
            new TreeMap<>(annotations).forEach(all::addProperty);
            tree.add("annotations", all);
        }
    }

    static JsonObject document(String mediaType) {
        JsonObject document = new JsonObject();
        document.addProperty("schemaVersion", SCHEMA);
        document.addProperty("mediaType", mediaType);
        return document;
    }

    static JsonObject tree(BlobDescriptor descriptor) {
        JsonObject tree = new JsonObject();
        tree.addProperty("mediaType", descriptor.mediaType());
        tree.addProperty("digest", descriptor.digest().toString());
        tree.addProperty("size", descriptor.size());
        return tree;
    }
}
