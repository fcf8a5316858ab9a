package dev.whittle.image;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document as a tree, read strictly: a value of the wrong type is an error that names the key, and {@code null}
 * counts as absent, as in Go.
 */
final class JsonDocument {
    /** gson appends the path, which is as long as the document is deep. */
    private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");

    /**
     * Objects, arrays and values together. A tree takes about a hundred bytes for each, so a document of the permitted
     * size could take a thousand times as much; the largest configurations in use have a few thousand.
     */
    private static final int MAX_ELEMENTS = 1 << 17;

    private final String name;

    /** @param name of the document, for messages, raw */
    JsonDocument(String name) {
        this.name = name;
    }

    /** An error of this document, for the caller to throw. */
    BadImageException bad(String reason) {
        return new BadImageException(name, reason);
    }

    JsonElement parse(byte[] json) throws BadImageException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadImageException(name, "not JSON: not UTF-8");
        }
        if (text.isBlank()) {
            throw new BadImageException(name, "not JSON: empty");
        }
        requireFew(json);
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return element;
            }
        } catch (JsonParseException | IOException e) {
            // The message is for programmers; the location helps everyone.
            throw new BadImageException(name, "not JSON" + place(e));
        }
        throw new BadImageException(name, "not JSON: more follows its end");
    }

    /** Each element but the first has a comma or a bracket before it; those in strings are counted too. */
    private void requireFew(byte[] json) throws BadImageException {
        int marks = 0;
        for (byte b : json) {
            marks += b == ',' || b == '[' || b == '{' || b == ':' ? 1 : 0;
        }
        if (marks > MAX_ELEMENTS) {
            throw new BadImageException(name, "more than " + MAX_ELEMENTS + " elements");
        }
    }

    private static String place(Exception e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf(" at line ");
        Matcher line = PLACE.matcher(message.substring(Math.max(at, 0)));
        return at >= 0 && line.lookingAt() ? ":" + line.group() : "";
    }

    JsonObject object(JsonElement element, String subject) throws BadImageException {
        if (!element.isJsonObject()) {
            throw new BadImageException(name, subject + " is not an object");
        }
        return element.getAsJsonObject();
    }

    Optional<JsonObject> object(JsonObject from, String key) throws BadImageException {
        JsonElement element = from.get(key);
        return isAbsent(element) ? Optional.empty() : Optional.of(object(element, key));
    }

    List<JsonElement> array(JsonObject from, String key) throws BadImageException {
        JsonElement element = from.get(key);
        if (isAbsent(element)) {
            return List.of();
        }
        if (!element.isJsonArray()) {
            throw new BadImageException(name, key + " is not an array");
        }
        return element.getAsJsonArray().asList();
    }

    Optional<String> string(JsonObject from, String key) throws BadImageException {
        JsonElement element = from.get(key);
        return isAbsent(element) ? Optional.empty() : Optional.of(string(element, key));
    }

    List<String> strings(JsonObject from, String key) throws BadImageException {
        List<String> all = new ArrayList<>();
        for (JsonElement element : array(from, key)) {
            all.add(string(element, key + "[" + all.size() + "]"));
        }
        return all;
    }

    long number(JsonObject from, String key) throws BadImageException {
        JsonElement element = from.get(key);
        try {
            if (!isAbsent(element) && element.isJsonPrimitive()) {
                return Long.parseLong(element.getAsString());
            }
        } catch (NumberFormatException e) {
            throw new BadImageException(name, key + " is not a whole number");
        }
        throw new BadImageException(name, isAbsent(element) ? "no " + key : key + " is not a number");
    }

    Digest digest(String text) throws BadImageException {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadImageException(name, "digest: " + e.getMessage());
        }
    }

    private String string(JsonElement element, String key) throws BadImageException {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new BadImageException(name, key + " is not a string");
        }
        return element.getAsString();
    }

    private static boolean isAbsent(@Nullable JsonElement element) {
        return element == null || element instanceof JsonNull;
    }

    static JsonArray array(List<String> strings) {
        JsonArray array = new JsonArray();
        strings.forEach(array::add);
        return array;
    }

    /** Compact, with keys in order, and only necessary escapes. */
    static byte[] bytes(JsonElement element) {
        return new GsonBuilder()
                .disableHtmlEscaping()
                .serializeNulls()
                .create()
                .toJson(element)
                .getBytes(StandardCharsets.UTF_8);
    }
}
