package dev.whittle.sbom;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packages in JSON: npm's package.json, composer's installed.json, the audit data of Rust. They are read as a stream, and only the few
 * fields that are asked for are kept: a tree would take a hundred times the text.
 */
final class JsonMetadata {
    private static final int MAX_PACKAGES = 20_000;

    /** Longer values are no names, versions or licences. */
    private static final int MAX_VALUE = 500;

    private static final int MAX_LICENCES = 50;

    private JsonMetadata() {}

    /** The fields of an object: those that are strings, and the names of its licences. */
    private record Fields(Map<String, String> strings, List<String> licences) {
        String get(String name) {
            return strings.getOrDefault(name, "");
        }
    }

    /** docs.npmjs.com, package.json. */
    static List<Module> ofNode(String raw) {
        List<Module> found = new ArrayList<>();
        read(raw, json -> {
            if (json.peek() == JsonToken.BEGIN_OBJECT) {
                Fields parsed = fields(json);
                add(found, "npm", parsed);
            }
        });
        return found;
    }

    /** composer: an object with {@code packages}; before composer 2, the list itself. */
    static List<Module> ofComposer(String raw) {
        List<Module> found = new ArrayList<>();
        read(raw, json -> {
            if (json.peek() == JsonToken.BEGIN_ARRAY) {
                packages(json, fields -> add(found, "composer", fields));
            } else {
                inPackages(json, fields -> add(found, "composer", fields));
            }
        });
        return found;
    }

    /** cargo-auditable: what the program is built from; what only its build used is not in it. */
    static List<Module> ofRust(String raw) {
        List<Module> found = new ArrayList<>();
        read(
                raw,
                json -> inPackages(json, fields -> {
                    if (!fields.get("kind").equals("build")) {
                        add(found, "cargo", fields);
                    }
                }));
        return found;
    }

    private static void add(List<Module> found, String type, Fields fields) {
        String name = fields.get("name");
        String version = fields.get("version");
        if (name.isEmpty() || version.isEmpty() || found.size() >= MAX_PACKAGES) {
            return;
        }
        int slash = type.equals("cargo") ? -1 : name.indexOf('/');
        found.add(new Module(
                type,
                slash < 0 ? "" : name.substring(0, slash),
                name.substring(slash + 1),
                version,
                fields.licences()));
    }

    private interface Reading {
        void read(JsonReader json) throws IOException;
    }

    private interface Visitor {
        void visit(Fields fields);
    }

    /** What comes before a fault counts: who is asked reads it so too. */
    private static void read(String raw, Reading reading) {
        String text = RawText.text(raw);
        // A mark of byte order is not JSON; npm and composer take it.
        try (JsonReader json = new JsonReader(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text))) {
            json.setStrictness(Strictness.STRICT);
            reading.read(json);
        } catch (IOException | IllegalStateException e) {
            return; // no JSON, or of another form
        }
    }

    private static void inPackages(JsonReader json, Visitor visitor) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("packages") && json.peek() == JsonToken.BEGIN_ARRAY) {
                packages(json, visitor);
            } else {
                json.skipValue();
            }
        }
    }

    private static void packages(JsonReader json, Visitor visitor) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.BEGIN_OBJECT) {
                visitor.visit(fields(json));
            } else {
                json.skipValue();
            }
        }
        json.endArray();
    }

    private static Fields fields(JsonReader json) throws IOException {
        Fields fields = new Fields(new HashMap<>(), new ArrayList<>());
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            switch (name) {
                case "name", "version", "kind" -> {
                    String value = value(json);
                    if (!value.isEmpty()) {
                        fields.strings().put(name, value);
                    }
                }
                case "license", "licenses" -> licences(json, fields.licences(), 0);
                default -> json.skipValue();
            }
        }
        json.endObject();
        return fields;
    }

    /** A string; for anything else, or one that is too long, an empty one. */
    private static String value(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.STRING) {
            json.skipValue();
            return "";
        }
        String value = RawText.ofText(json.nextString());
        return value.length() <= MAX_VALUE ? value : "";
    }

    /** A name, an object with a {@code type}, or a list of either. */
    private static void licences(JsonReader json, List<String> names, int depth) throws IOException {
        if (json.peek() == JsonToken.BEGIN_ARRAY && depth == 0) {
            json.beginArray();
            while (json.hasNext()) {
                licences(json, names, 1);
            }
            json.endArray();
        } else if (json.peek() == JsonToken.BEGIN_OBJECT) {
            json.beginObject();
            while (json.hasNext()) {
                if (json.nextName().equals("type")) {
                    add(names, value(json));
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
        } else {
            add(names, value(json));
        }
    }

    private static void add(List<String> names, String name) {
        if (!name.isEmpty() && names.size() < MAX_LICENCES) {
            names.add(name);
        }
    }
}
