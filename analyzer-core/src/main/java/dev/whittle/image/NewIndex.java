package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index (OCI image-spec, image-index.md) that is made of the entries of another one, some of them with a new manifest.
 * The same calls give the same bytes.
 */
public final class NewIndex {
    /** What is true of the new image only if its first layers are the base's: annotations.md. */
    private static final String BASE = "org.opencontainers.image.base.";

    /** Names belong to the place where an index lies, and not into it: annotations.md, "org.opencontainers.image.ref.name". */
    private static final List<String> NAMES = List.of("org.opencontainers.image.ref.name", "io.containerd.image.name");

    private final JsonArray manifests = new JsonArray();

    /**
     * Puts a new manifest in the place of an old one. The entry keeps platform and annotations, but for what says which
     * image is below it.
     *
     * @param old the index that has the entry
     * @param replaced the manifest that the entry points at
     * @param platform for an entry that names none
     */
    public void replace(OldIndex old, Digest replaced, BlobDescriptor manifest, Platform platform)
            throws BadImageException {
        JsonObject entry = old.entry(replaced);
        JsonObject added = ManifestWriter.tree(manifest);
        annotations(entry, true).ifPresent(object -> added.add("annotations", object));
        added.add(
                "platform",
                ImageConfig.has(entry, "platform") ? entry.get("platform").deepCopy() : LayoutIndex.platform(platform));
        manifests.add(added);
    }

    /** Takes an entry over as it is. */
    public void keep(OldIndex old, Digest manifest) throws BadImageException {
        JsonObject entry = old.entry(manifest).deepCopy();
        Optional<JsonObject> annotations = annotations(entry, false);
        entry.remove("annotations");
        annotations.ifPresent(object -> entry.add("annotations", object));
        manifests.add(entry);
    }

    public boolean isEmpty() {
        return manifests.isEmpty();
    }

    /**
     * @param old the index whose annotations are kept, but for what says which image is below it
     * @param added further ones
     */
    public byte[] bytes(Optional<OldIndex> old, Map<String, String> added) {
        JsonObject index = ManifestWriter.document(MediaTypes.INDEX);
        index.add("manifests", manifests);
        JsonObject annotations =
                old.flatMap(oldIndex -> annotations(oldIndex.tree(), true)).orElseGet(JsonObject::new);
        added.forEach(annotations::addProperty);
        if (!annotations.isEmpty()) {
            index.add("annotations", annotations);
        }
        return JsonDocument.bytes(index);
    }

    private static Optional<JsonObject> annotations(JsonObject from, boolean changed) {
        JsonObject kept = new JsonObject();
        if (ImageConfig.has(from, "annotations")) {
            for (Map.Entry<String, JsonElement> one :
                    from.getAsJsonObject("annotations").entrySet()) {
                if (!NAMES.contains(one.getKey()) && !(changed && one.getKey().startsWith(BASE))) {
                    kept.add(one.getKey(), one.getValue());
                }
            }
        }
        return Optional.of(kept).filter(object -> !object.isEmpty());
    }
}
