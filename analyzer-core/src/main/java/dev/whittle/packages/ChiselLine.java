package dev.whittle.packages;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A line of a chisel manifest: a JSON object. Of its fields only the strings that are asked for are kept, for a tree takes a hundred
 * times the line; a line that stays keeps its bytes.
 *
 * @param raw as it stands in the manifest, without its newline
 * @param fields raw strings by the fields' names
 */
record ChiselLine(String raw, Map<String, String> fields) {
    /** Characters of a line. The longest are those of paths, with the names of some slices. */
    private static final int MAX_LENGTH = 64 << 10;

    private static final Set<String> FIELDS = Set.of("jsonwall", "kind", "name", "version", "arch", "slice", "path");

    private static final String SLICES = "slices";

    /** @throws BadDatabaseException if it is no JSON object, or too long */
    static ChiselLine parse(String raw) throws BadDatabaseException {
        if (raw.length() > MAX_LENGTH) {
            throw new BadDatabaseException("a line of " + raw.length() + " bytes");
        }
        Map<String, String> fields = new HashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(RawText.text(raw)))) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (FIELDS.contains(name) && json.peek() == JsonToken.STRING) {
                    fields.put(name, RawText.ofText(json.nextString()));
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
            if (json.peek() == JsonToken.END_DOCUMENT) {
                return new ChiselLine(raw, Map.copyOf(fields));
            }
        } catch (IOException | IllegalStateException e) {
            // told below
        }
        throw new BadDatabaseException("a line that is no JSON object");
    }

    /** The raw string of a field; empty if it has none. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** What the manifest calls the kind of the line: package, slice, path, content. */
    String kind() {
        return field("kind");
    }

    /** {@code libc6_libs} → {@code libc6}: names of packages have no underscore. */
    static String packageOf(String slice) {
        int end = slice.indexOf('_');
        return end < 0 ? slice : slice.substring(0, end);
    }

    /** The line with only these of its slices; the same line if it has no others. */
    ChiselLine withSlices(Set<String> kept) {
        if (!(tree().get(SLICES) instanceof JsonArray slices)) {
            return this;
        }
        JsonArray left = new JsonArray();
        for (JsonElement slice : slices) {
            if (slice.isJsonPrimitive() && kept.contains(RawText.ofText(slice.getAsString()))) {
                left.add(slice);
            }
        }
        return left.size() == slices.size() ? this : with(SLICES, left);
    }

    /** The line with another value in a field, which stays where it was. */
    ChiselLine with(String name, JsonElement value) {
        JsonObject tree = tree();
        tree.add(name, value);
        return new ChiselLine(RawText.ofText(tree.toString()), fields);
    }

    private JsonObject tree() {
        try {
            return JsonParser.parseString(RawText.text(raw)).getAsJsonObject();
        } catch (JsonParseException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }
}
