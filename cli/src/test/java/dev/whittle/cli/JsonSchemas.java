package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schemas of docs/schema: made from the tables of docs/json.md, and held against what the tool really prints. */
final class JsonSchemas {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\w+) \\| (.*) \\|$");
    private static final Pattern HEADING = Pattern.compile("(?m)^## (dev\\.whittle\\.(\\S+)/(\\d+))$");
    private static final String HEAD = "https://json-schema.org/draft/2020-12/schema";
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private JsonSchemas() {}

    /** By the names of their files: {@code slim-1.json}. */
    static Map<String, String> ofDocs() throws IOException {
        String docs = Files.readString(checkout().resolve("docs/json.md"));
        Map<String, String> schemas = new TreeMap<>();
        Matcher heading = HEADING.matcher(docs);
        while (heading.find()) {
            int end = docs.indexOf("\n## ", heading.end());
            String section = docs.substring(heading.end(), end < 0 ? docs.length() : end);
            schemas.put(heading.group(2) + "-" + heading.group(3) + ".json", schema(heading.group(1), section));
        }
        return schemas;
    }

    static Path directory() {
        return checkout().resolve("docs/schema");
    }

    private static Path checkout() {
        return Path.of(System.getProperty("whittle.checkout"));
    }

    private static String schema(String name, String section) {
        JsonObject root = object();
        root.addProperty("$schema", HEAD);
        root.addProperty("title", name);
        Matcher row = ROW.matcher(section);
        while (row.find()) {
            add(root, row.group(1), row.group(2), row.group(3));
        }
        root.getAsJsonObject("properties").getAsJsonObject("schema").addProperty("const", name);
        return GSON.toJson(root) + "\n";
    }

    private static JsonObject object() {
        JsonObject object = new JsonObject();
        object.addProperty("type", "object");
        object.add("properties", new JsonObject());
        object.add("required", new JsonArray());
        return object;
    }

    /** A member of the table: {@code files[].requests[].path}. */
    private static void add(JsonObject root, String member, String type, String meaning) {
        JsonObject at = root;
        String[] parts = member.split("\\.", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            String name = parts[i].replace("[]", "");
            at = at.getAsJsonObject("properties").getAsJsonObject(name);
            for (int depth = (parts[i].length() - name.length()) / 2; depth > 0; depth--) {
                at = items(at, depth == 1);
            }
        }
        String name = parts[parts.length - 1];
        JsonObject jsonObject = type.equals("object") ? object() : new JsonObject();
        jsonObject.addProperty("type", type);
        jsonObject.addProperty("description", meaning.replace("`", ""));
        if (meaning.startsWith("strings")) {
            JsonObject items = new JsonObject();
            items.addProperty("type", "string");
            jsonObject.add("items", items);
        }
        at.getAsJsonObject("properties").add(name, jsonObject);
        if (!meaning.startsWith("optional") && !meaning.startsWith("of a ")) {
            at.getAsJsonArray("required").add(name);
        }
    }

    private static JsonObject items(JsonObject array, boolean last) {
        if (array.getAsJsonObject("items") == null) {
            JsonObject items = last ? object() : new JsonObject();
            if (!last) {
                items.addProperty("type", "array");
            }
            array.add("items", items);
        }
        return array.getAsJsonObject("items");
    }

    /** Holds a document against the schema file that its first member names. */
    static void validate(String json, String schema) throws IOException {
        Path file =
                directory().resolve(schema.substring("dev.whittle.".length()).replace('/', '-') + ".json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(file))
                        .validate(json, InputFormat.JSON))
                .as("%s by %s", schema, file)
                .isEmpty();
    }
}
