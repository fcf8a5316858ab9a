package dev.whittle.image;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A key of the configuration that differs between two images.
 *
 * @param key of {@code config}, or {@code architecture}, {@code os} and {@code variant}
 * @param before as JSON, text; empty if absent
 * @param after likewise
 */
public record ConfigDifference(String key, String before, String after) {
    private static final List<String> PLATFORM = List.of("architecture", "os", "variant");

    /** By key. Each variable of Env has its own key: {@code Env PATH}. */
    public static List<ConfigDifference> of(ImageConfig before, ImageConfig after) {
        JsonObject was =
                JsonParser.parseString(RawText.text(RawText.of(before.bytes()))).getAsJsonObject();
        JsonObject is =
                JsonParser.parseString(RawText.text(RawText.of(after.bytes()))).getAsJsonObject();
        List<ConfigDifference> differences = new ArrayList<>();
        PLATFORM.forEach(key -> add(key, text(was, key), text(is, key), differences));
        JsonObject wasConfig = config(was);
        JsonObject isConfig = config(is);
        TreeSet<String> keys = new TreeSet<>(wasConfig.keySet());
        keys.addAll(isConfig.keySet());
        keys.remove("Env");
        keys.forEach(key -> add(key, text(wasConfig, key), text(isConfig, key), differences));
        TreeSet<String> variables = new TreeSet<>(before.env().keySet());
        variables.addAll(after.env().keySet());
        for (String name : variables) {
            add("Env " + RawText.text(name), variable(before, name), variable(after, name), differences);
        }
        return differences;
    }

    private static void add(String key, String was, String is, List<ConfigDifference> differences) {
        if (!was.equals(is)) {
            differences.add(new ConfigDifference(key, was, is));
        }
    }

    private static String variable(ImageConfig config, String name) {
        String value = config.env().get(name);
        return value == null ? "" : "\"" + RawText.text(value) + "\"";
    }

    private static JsonObject config(JsonObject document) {
        JsonElement config = document.get("config");
        return config != null && config.isJsonObject() ? config.getAsJsonObject() : new JsonObject();
    }

    /** Empty values count as absent: builders use {@code null}, {@code ""} and {@code []} interchangeably. */
    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        String text = value == null || value.isJsonNull() ? "" : value.toString();
        return List.of("\"\"", "[]", "{}", "false").contains(text) ? "" : text;
    }
}
