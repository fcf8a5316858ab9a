package dev.whittle.image;

import com.google.gson.JsonObject;
import java.util.List;

/** Manifests to choose from, or further indexes: OCI image-spec, image-index.md; Docker's manifest list is the same. */
public record Index(List<Descriptor> manifests) {
    public Index {
        manifests = List.copyOf(manifests);
    }

    /** @param document its name, for messages, raw */
    public static Index parse(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        JsonObject tree = names.object(names.parse(json), "the index");
        if (!ImageConfig.has(tree, "manifests")) {
            throw names.bad("an index without manifests");
        }
        return new Index(Descriptor.list(names, tree, "manifests"));
    }

    /**
     * What a document is by its content, for where its media type is not to be relied on: {@link MediaTypes#INDEX} or
     * {@link MediaTypes#MANIFEST}, of Docker's kinds too.
     */
    public static String kind(byte[] json, String document) throws BadImageException {
        return looksLike(json, document) ? MediaTypes.INDEX : MediaTypes.MANIFEST;
    }

    /** Whether a document is an index, whatever it is called: some media types are missing, and some are wrong. */
    public static boolean looksLike(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        return ImageConfig.has(names.object(names.parse(json), "the document"), "manifests");
    }
}
