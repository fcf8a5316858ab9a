package dev.whittle.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A written docker archive, taken apart. */
final class SlimmedImage {
    private final JsonObject manifest;
    private final byte[] config;
    private final TarListing layer;

    private SlimmedImage(JsonObject manifest, byte[] config, TarListing layer) {
        this.manifest = manifest;
        this.config = config;
        this.layer = layer;
    }

    static SlimmedImage of(byte[] archive) {
        TarListing entries = TarListing.of(archive);
        JsonObject manifest = json(entries.content("manifest.json")).getAsJsonObject();
        JsonArray layers = manifest.getAsJsonArray("Layers");
        if (layers.size() != 1) {
            throw new AssertionError("not one layer: " + layers);
        }
        return new SlimmedImage(
                manifest,
                entries.content(manifest.get("Config").getAsString()),
                TarListing.of(entries.content(layers.get(0).getAsString())));
    }

    private static JsonObject json(byte[] manifest) {
        return JsonParser.parseString(new String(manifest, StandardCharsets.UTF_8))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }

    String tags() {
        return manifest.get("RepoTags").toString();
    }

    JsonObject document() {
        return JsonParser.parseString(new String(config, StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    /** The key "config". */
    JsonObject config() {
        return document().getAsJsonObject("config");
    }

    Map<String, String> entries() {
        return layer.lines();
    }
}
