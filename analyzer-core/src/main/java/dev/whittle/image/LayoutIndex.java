package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code index.json} of a layout (OCI image-spec, image-layout.md), to which images are added. Existing entries stay,
 * including unknown keys.
 */
public final class LayoutIndex {
    public static final String NAME = "index.json";

    /** The file that marks a directory as a layout. */
    public static final String MARKER = "oci-layout";

    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final JsonObject tree;

    private LayoutIndex(JsonObject tree) {
        this.tree = tree;
    }

    public static LayoutIndex empty() {
        JsonObject tree = ManifestWriter.document(MediaTypes.INDEX);
        tree.add("manifests", new JsonArray());
        return new LayoutIndex(tree);
    }

    /** @param document its name, for messages, raw */
    public static LayoutIndex parse(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        JsonObject tree = names.object(names.parse(json), "the index");
        for (JsonElement manifest : names.array(tree, "manifests")) {
            JsonObject descriptor = names.object(manifest, "a manifest");
            names.string(descriptor, "digest");
            Optional<JsonObject> annotations = names.object(descriptor, "annotations");
            if (annotations.isPresent()) {
                names.string(annotations.get(), REF_NAME);
            }
        }
        return new LayoutIndex(tree);
    }

    /** Content of {@link #MARKER}. */
    public static byte[] marker() {
        return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    }

    /**
     * With this image at the end, instead of one that has its {@code ref.name}: a name must lead to one image. An image
     * without a name takes the place of the same manifest without one.
     *
     * @param platform of a manifest; an index has several
     */
    public LayoutIndex with(BlobDescriptor manifest, Optional<Platform> platform, Map<String, String> annotations) {
        JsonObject copy = tree.deepCopy();
        @Nullable String name = annotations.get(REF_NAME);
        JsonArray manifests = new JsonArray();
        if (ImageConfig.has(copy, "manifests")) {
            for (JsonElement element : copy.getAsJsonArray("manifests")) {
                JsonObject other = element.getAsJsonObject();
                boolean same = name != null
                        ? name.equals(refName(other))
                        : refName(other) == null
                                && Objects.equals(
                                        text(other, "digest"), manifest.digest().toString());
                if (!same) {
                    manifests.add(element);
                }
            }
        }
        JsonObject added = ManifestWriter.tree(manifest);
        if (!annotations.isEmpty()) {
            JsonObject notes = new JsonObject();
            annotations.forEach(notes::addProperty);
            added.add("annotations", notes);
        }
        platform.ifPresent(given -> added.add("platform", platform(given)));
        manifests.add(added);
        copy.add("manifests", manifests);
        return new LayoutIndex(copy);
    }

    public byte[] bytes() {
        return JsonDocument.bytes(tree);
    }

    static JsonObject platform(Platform platform) {
        JsonObject object = new JsonObject();
        object.addProperty("architecture", platform.architecture());
        object.addProperty("os", platform.os());
        platform.variant().ifPresent(variant -> object.addProperty("variant", variant));
        return object;
    }

    private static @Nullable String refName(JsonObject descriptor) {
        return ImageConfig.has(descriptor, "annotations")
                ? text(descriptor.getAsJsonObject("annotations"), REF_NAME)
                : null;
    }

    private static @Nullable String text(JsonObject from, String key) {
        return ImageConfig.has(from, key) ? from.get(key).getAsString() : null;
    }
}
