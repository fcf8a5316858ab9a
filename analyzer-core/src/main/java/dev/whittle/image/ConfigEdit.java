package dev.whittle.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.whittle.bytes.RawText;
import java.util.List;
import java.util.Map;

/** Changes to a configuration, each of one key; all other keys stay. Arguments are raw, labels are text. */
public final class ConfigEdit {
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

    /** The one layer that the image now has, and its history. {@code created} is RFC 3339. */
    public void layer(Digest diffId, String created, String createdBy) {
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", JsonDocument.array(List.of(diffId.toString())));
        tree.add("rootfs", rootfs);
        JsonObject entry = new JsonObject();
        entry.addProperty("created", created);
        entry.addProperty("created_by", createdBy);
        JsonArray history = new JsonArray();
        history.add(entry);
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
