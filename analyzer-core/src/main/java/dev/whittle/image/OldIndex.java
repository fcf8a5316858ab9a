package dev.whittle.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/** An index as it was read, whose entries a {@link NewIndex} takes over with keys that are not known. */
public final class OldIndex {
    private final JsonDocument names;
    private final JsonObject tree;
    private final Digest digest;

    private OldIndex(JsonDocument names, JsonObject tree, Digest digest) {
        this.names = names;
        this.tree = tree;
        this.digest = digest;
    }

    /** @param document its name, for messages, raw */
    public static OldIndex parse(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        JsonObject tree = names.object(names.parse(json), "the index");
        Index.parse(json, document); // checks the types of the entries
        names.object(tree, "annotations");
        return new OldIndex(names, tree, Digest.sha256(json));
    }

    /** Of its bytes. */
    public Digest digest() {
        return digest;
    }

    JsonObject tree() {
        return tree;
    }

    /** The first entry that points at this manifest. */
    JsonObject entry(Digest manifest) throws BadImageException {
        for (JsonElement element : names.array(tree, "manifests")) {
            JsonObject entry = names.object(element, "a manifest");
            if (names.string(entry, "digest").equals(Optional.of(manifest.toString()))) {
                return entry;
            }
        }
        throw names.bad("has no manifest " + manifest);
    }
}
