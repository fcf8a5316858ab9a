package dev.whittle.closure.hidden;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Finding;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a file of families strictly: what is not understood is an error that says where, and what may stand there. */
public final class UserFamilyReader {
    private static final String NAME = "[a-z0-9][a-z0-9-]*";
    private static final List<String> LEVELS = List.of("required", "recommended", "possible");
    private static final List<String> MEMBERS = List.of("name", "description", "level", "any", "all", "paths", "trees");
    private static final List<String> CONDITIONS = List.of("path", "soname", "symbol", "string");

    private final String file;
    private final JsonReader json;

    /** Names that are taken, and by whom. */
    private final Map<String, String> taken;

    private UserFamilyReader(String file, String text, Map<String, String> taken) {
        this.file = file;
        this.json = new JsonReader(new StringReader(text));
        this.json.setStrictness(Strictness.STRICT);
        this.taken = taken;
    }

    /**
     * @param file as a person names it, raw
     * @param before families that were read before, whose names are taken too
     */
    public static List<UserFamily> read(byte[] content, String file, List<UserFamily> before)
            throws BadFamiliesException {
        Map<String, String> taken = new HashMap<>();
        Catalogue.families().forEach(family -> taken.put(family.name(), "of a built-in family"));
        List.of("image", "trace", FamilyChoice.ALL).forEach(name -> taken.put(name, "of something else"));
        before.forEach(its -> taken.put(its.family().name(), "of a family in " + RawText.visible(its.file())));
        UserFamilyReader reader = new UserFamilyReader(file, text(content), taken);
        try {
            return reader.document();
        } catch (MalformedJsonException | EOFException | JsonParseException | IllegalStateException e) {
            throw reader.bad("not JSON from here on");
        } catch (IOException e) {
            throw new IllegalStateException("a string reader does not fail", e);
        }
    }

    private static String text(byte[] content) throws BadFamiliesException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadFamiliesException("$", "not JSON: not UTF-8");
        }
    }

    private List<UserFamily> document() throws IOException, BadFamiliesException {
        List<UserFamily> all = new ArrayList<>();
        object(List.of("families"), member -> {
            expect(JsonToken.BEGIN_ARRAY, "an array");
            json.beginArray();
            while (json.hasNext()) {
                all.add(family());
            }
            json.endArray();
        });
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw bad("more follows the end of the document");
        }
        if (all.isEmpty()) {
            throw new BadFamiliesException("$.families", "no family in it; docs/families.md has an example");
        }
        return all;
    }

    /** Reads the value of one member. */
    private interface Value {
        void read(String member) throws IOException, BadFamiliesException;
    }

    private void object(List<String> known, Value value) throws IOException, BadFamiliesException {
        expect(JsonToken.BEGIN_OBJECT, "an object with " + String.join(", ", known));
        json.beginObject();
        Set<String> seen = new HashSet<>();
        while (json.hasNext()) {
            String member = json.nextName();
            if (!known.contains(member)) {
                throw bad("no such member; there are " + String.join(", ", known));
            }
            if (!seen.add(member)) {
                throw bad("stands here twice");
            }
            value.read(member);
        }
        json.endObject();
    }

    private UserFamily family() throws IOException, BadFamiliesException {
        String where = json.getPath();
        Map<String, String> texts = new HashMap<>();
        Map<String, List<String>> lists = new HashMap<>();
        Map<String, List<UserFamily.Trigger>> triggers = new HashMap<>();
        object(MEMBERS, member -> {
            switch (member) {
                case "name" -> texts.put(member, name());
                case "level" -> texts.put(member, level());
                case "description" -> texts.put(member, string());
                case "any", "all" -> triggers.put(member, triggers());
                default -> lists.put(member, places());
            }
        });
        if (!texts.containsKey("name")) {
            throw new BadFamiliesException(where, "has no name");
        }
        if (triggers.size() != 1) {
            throw new BadFamiliesException(where, "wants its triggers as one of any, all");
        }
        List<String> paths = lists.getOrDefault("paths", List.of());
        List<String> trees = lists.getOrDefault("trees", List.of());
        if (paths.isEmpty() && trees.isEmpty()) {
            throw new BadFamiliesException(where, "keeps nothing: it wants paths, trees, or both");
        }
        String name = texts.getOrDefault("name", "");
        taken.put(name, "of a family before it");
        return new UserFamily(
                new Family(name, texts.getOrDefault("description", "a family of " + RawText.visible(file))),
                file,
                Finding.Level.valueOf(texts.getOrDefault("level", "recommended").toUpperCase(Locale.ROOT)),
                triggers.containsKey("all"),
                triggers.values().iterator().next(),
                paths,
                trees);
    }

    private String name() throws IOException, BadFamiliesException {
        String where = json.getPath();
        String name = string();
        if (!name.matches(NAME)) {
            throw new BadFamiliesException(
                    where, "a name has small letters, digits and hyphens: " + RawText.visible(name));
        }
        if (taken.containsKey(name)) {
            throw new BadFamiliesException(where, name + " is the name " + taken.get(name) + "; take another");
        }
        return name;
    }

    private String level() throws IOException, BadFamiliesException {
        String where = json.getPath();
        String level = string();
        if (!LEVELS.contains(level)) {
            throw new BadFamiliesException(
                    where, RawText.visible(level) + " is no level; there are " + String.join(", ", LEVELS));
        }
        return level;
    }

    private List<UserFamily.Trigger> triggers() throws IOException, BadFamiliesException {
        String where = json.getPath();
        expect(JsonToken.BEGIN_ARRAY, "an array of triggers");
        List<UserFamily.Trigger> all = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            String one = json.getPath();
            Map<String, String> conditions = new HashMap<>();
            object(CONDITIONS, member -> conditions.put(member, condition(member)));
            if (conditions.isEmpty()) {
                throw new BadFamiliesException(one, "an empty trigger; it wants " + String.join(", ", CONDITIONS));
            }
            all.add(new UserFamily.Trigger(
                    Optional.ofNullable(conditions.get("path")),
                    Optional.ofNullable(conditions.get("soname")),
                    Optional.ofNullable(conditions.get("symbol")),
                    Optional.ofNullable(conditions.get("string"))));
        }
        json.endArray();
        if (all.isEmpty()) {
            throw new BadFamiliesException(where, "no trigger in it, so that it would never match");
        }
        return all;
    }

    private String condition(String member) throws IOException, BadFamiliesException {
        return member.equals("path") ? place() : string();
    }

    private List<String> places() throws IOException, BadFamiliesException {
        expect(JsonToken.BEGIN_ARRAY, "an array of paths");
        List<String> all = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            all.add(place());
        }
        json.endArray();
        return all;
    }

    private String place() throws IOException, BadFamiliesException {
        String where = json.getPath();
        String place = string();
        boolean escapes = Arrays.asList(place.split("/", -1)).contains("..");
        if (!place.startsWith("/") || escapes || place.matches("/+") || place.indexOf('\0') >= 0) {
            throw new BadFamiliesException(
                    where, "a path or pattern of the root begins with / and has no ..: " + RawText.visible(place));
        }
        return place;
    }

    /** Raw. */
    private String string() throws IOException, BadFamiliesException {
        expect(JsonToken.STRING, "a string");
        String where = json.getPath();
        String value = RawText.ofText(json.nextString());
        if (value.isEmpty()) {
            throw new BadFamiliesException(where, "is empty");
        }
        return value;
    }

    private void expect(JsonToken token, String what) throws IOException, BadFamiliesException {
        if (json.peek() != token) {
            throw bad("is not " + what);
        }
    }

    private BadFamiliesException bad(String reason) {
        return new BadFamiliesException(RawText.visible(RawText.ofText(json.getPath())), reason);
    }
}
