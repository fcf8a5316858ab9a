package dev.whittle.image;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * One image's configuration and layers: OCI image-spec, manifest.md; Docker's schema 2 is the same with other media types.
 *
 * @param layers lowest first
 */
public record Manifest(Descriptor config, List<Descriptor> layers) {
    public Manifest {
        layers = List.copyOf(layers);
    }

    /** @param document its name, for messages, raw */
    public static Manifest parse(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        JsonObject tree = names.object(names.parse(json), "the manifest");
        if (ImageConfig.has(tree, "manifests")) {
            throw names.bad("an index where a manifest should be");
        }
        if (ImageConfig.has(tree, "fsLayers")) {
            throw names.bad("a manifest of schema 1, which is obsolete; convert it with skopeo copy");
        }
        JsonObject config = names.object(tree, "config").orElseThrow(() -> names.bad("a manifest without config"));
        return new Manifest(Descriptor.of(names, config, "config"), Descriptor.list(names, tree, "layers"));
    }
}
