package dev.whittle.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server or a helper says in JSON. Whatever is of another type than asked for counts as absent. */
final class Json {
    private Json() {}

    static Optional<JsonObject> object(byte[] json) {
        try {
            JsonElement tree = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
            return tree.isJsonObject() ? Optional.of(tree.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException
                | StackOverflowError e) { // gson follows nesting by calls, in trees that are small here
            return Optional.empty();
        }
    }

    static Optional<JsonObject> child(JsonObject from, String key) {
        JsonElement element = from.get(key);
        return element != null && element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    }

    static Optional<String> string(JsonObject from, String key) {
        JsonElement element = from.get(key);
        return element != null
                        && element.isJsonPrimitive()
                        && element.getAsJsonPrimitive().isString()
                ? Optional.of(element.getAsString())
                : Optional.empty();
    }

    static List<JsonObject> objects(JsonObject from, String key) {
        List<JsonObject> all = new ArrayList<>();
        JsonElement element = from.get(key);
        if (element != null && element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> {
                if (each.isJsonObject()) {
                    all.add(each.getAsJsonObject());
                }
            });
        }
        return all;
    }

    static List<String> strings(JsonObject from, String key) {
        List<String> all = new ArrayList<>();
        JsonElement element = from.get(key);
        if (element != null && element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> {
                if (each.isJsonPrimitive() && each.getAsJsonPrimitive().isString()) {
                    all.add(each.getAsString());
                }
            });
        }
        return all;
    }
}
