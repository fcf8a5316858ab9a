package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.whittle.bytes.RawText;
import java.util.List;
import java.util.Map;

/** Changes to a configuration, each of one key; all other keys stay. Arguments are raw, labels are text. */
public final class ConfigEdit {
    private static final String BASE = "org.opencontainers.image.base.";

    private final JsonObject tree;

    ConfigEdit(JsonObject tree) {
        this.tree = tree;
    }

    public void entrypoint(List<String> arguments) {
        config().add("Entrypoint", texts(arguments));
    }

    public void cmd(List<String> arguments) {
        config().add("Cmd", texts(arguments));
    }

    /** Removes the health check. */
    public void noHealthcheck() {
        config().remove("Healthcheck");
    }

    public void user(String user) {
        config().addProperty("User", RawText.text(user));
    }

    /** Appends these variables, replacing those of the same name. */
    public void env(Map<String, String> variables) {
        JsonArray changed = new JsonArray();
        JsonObject config = config();
        if (ImageConfig.has(config, "Env")) {
            for (JsonElement entry : config.getAsJsonArray("Env")) {
                String name = entry.getAsString().split("=", 2)[0];
                if (!variables.containsKey(RawText.ofText(name))) {
                    changed.add(entry);
                }
            }
        }
        variables.forEach((name, value) -> changed.add(RawText.text(name) + "=" + RawText.text(value)));
        config.add("Env", changed);
    }

    public void labels(Map<String, String> labels) {
        JsonObject config = config();
        if (!ImageConfig.has(config, "Labels")) {
            config.add("Labels", new JsonObject());
        }
        labels.forEach((name, value) -> config.getAsJsonObject("Labels").addProperty(name, value));
    }

    /** Takes away labels that say which image is below: OCI image-spec, annotations.md, "org.opencontainers.image.base". */
    public void noBaseLabels() {
        JsonObject config = config();
        if (ImageConfig.has(config, "Labels")) {
            config.getAsJsonObject("Labels").keySet().removeIf(name -> name.startsWith(BASE));
        }
    }

    /**
     * A layer that the image now has.
     *
     * @param createdBy how it came about, text
     */
    public record Layer(Digest diffId, String createdBy) {}

    /** The layers that the image now has, lowest first, and its history. {@code created} is RFC 3339. */
    public void layers(List<Layer> layers, String created) {
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add(
                "diff_ids",
                JsonDocument.array(
                        layers.stream().map(layer -> layer.diffId().toString()).toList()));
        tree.add("rootfs", rootfs);
        JsonArray history = new JsonArray();
        for (Layer layer : layers) {
            JsonObject entry = new JsonObject();
            entry.addProperty("created", created);
            entry.addProperty("created_by", layer.createdBy());
            history.add(entry);
        }
        tree.add("history", history);
        tree.addProperty("created", created);
    }

    private JsonObject config() {
        if (!ImageConfig.has(tree, "config")) {
            tree.add("config", new JsonObject());
        }
        return tree.getAsJsonObject("config");
    }

    private static JsonArray texts(List<String> raw) {
        return JsonDocument.array(raw.stream().map(RawText::text).toList());
    }
}
