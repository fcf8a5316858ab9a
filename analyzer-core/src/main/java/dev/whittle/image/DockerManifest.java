package dev.whittle.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;

/** The {@code manifest.json} of a {@code docker save}: moby, image/tarexport/tarexport.go, manifestItem. */
public record DockerManifest(List<Entry> images) {
    /**
     * One image.
     *
     * @param config name of a file of the archive, raw
     * @param tags as written, text; none if it was saved by its ID
     * @param layers names of files of the archive, raw, lowest first
     */
    public record Entry(String config, List<String> tags, List<String> layers) {
        public Entry {
            tags = List.copyOf(tags);
            layers = List.copyOf(layers);
        }
    }

    public DockerManifest {
        images = List.copyOf(images);
    }

    /** @param document its name, for messages, raw */
    public static DockerManifest parse(byte[] json, String document) throws BadImageException {
        JsonDocument names = new JsonDocument(document);
        JsonElement tree = names.parse(json);
        if (!tree.isJsonArray()) {
            throw names.bad("not an array of images");
        }
        List<Entry> images = new ArrayList<>();
        for (JsonElement element : tree.getAsJsonArray()) {
            JsonObject image = names.object(element, "an image");
            String config = names.string(image, "Config").orElseThrow(() -> names.bad("an image without Config"));
            List<String> layers = new ArrayList<>();
            for (String layer : names.strings(image, "Layers")) {
                layers.add(RawText.ofText(layer));
            }
            images.add(new Entry(RawText.ofText(config), names.strings(image, "RepoTags"), layers));
        }
        return new DockerManifest(images);
    }
}
