package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** New manifests: the same bytes for the same content. */
public final class ManifestWriter {
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
