package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** New manifests: the same bytes for the same content. */
public final class ManifestWriter {
    /** The configuration of what has none: image-spec, manifest.md, "Guidance for an Empty Descriptor". */
    public static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

    @SuppressWarnings("MutablePublicArray")
    public static final byte[] EMPTY = {'{', '}'};

    private static final int SCHEMA = 2;

    private ManifestWriter() {}

    /**
     * OCI image-spec, manifest.md.
     *
     * @param layers lowest first
     * @param annotations none are written if it is empty
     */
    public static byte[] manifest(BlobDescriptor config, List<BlobDescriptor> layers, Map<String, String> annotations) {
        JsonObject manifest = document(MediaTypes.MANIFEST);
        manifest.add("config", tree(config));
        JsonArray all = new JsonArray();
        layers.forEach(layer -> all.add(tree(layer)));
        manifest.add("layers", all);
        if (!annotations.isEmpty()) {
            JsonObject notes = new JsonObject();
            annotations.forEach(notes::addProperty);
            manifest.add("annotations", notes);
        }
        return JsonDocument.bytes(manifest);
    }

    /** {@code manifest.json} of a docker archive (moby, image/tarexport/tarexport.go:manifestItem). */
    public static byte[] dockerManifest(List<DockerManifest.Entry> images) {
        JsonArray items = new JsonArray();
        for (DockerManifest.Entry image : images) {
            JsonObject item = new JsonObject();
            item.addProperty("Config", image.config());
            item.add("RepoTags", image.tags().isEmpty() ? JsonNull.INSTANCE : JsonDocument.array(image.tags()));
            item.add("Layers", JsonDocument.array(image.layers()));
            items.add(item);
        }
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
