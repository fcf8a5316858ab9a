package dev.whittle.discover.rules;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.FamilyChoice;
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
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Reads a file of families strictly: an unknown member is an error that names its location and the allowed members.
 */
public final class RuleReader {
    private static final String NAME = "[a-z0-9][a-z0-9-]*";
    private static final List<String> LEVELS = List.of("required", "recommended", "expected", "uncertain", "possible");

    /** Members of a family and of its rules. */
    private static final List<String> RULE = List.of(
            "level", "any", "all", "paths", "trees", "plugins", "programs", "except", "limit", "reason", "source");

    private static final List<String> MEMBERS = Stream.concat(Stream.of("name", "description", "rules"), RULE.stream())
            .toList();

    private static final List<String> CONDITIONS =
            List.of("path", "soname", "library", "program", "symbol", "string", "variable", "package");

    /** Default limit for one tree of a built-in rule, in megabytes. */
    private static final int BUILT_IN_LIMIT = 64;

    private static final int MAX_LIMIT = 1 << 20;

    private final String file;
    private final JsonReader json;

    /** Names in use, and by whom. */
    private final Map<String, String> taken;

    private final long limit;

    private RuleReader(String file, String text, Map<String, String> taken, long limit) {
        this.file = file;
        this.limit = limit;
        this.json = new JsonReader(new StringReader(text));
        this.json.setStrictness(Strictness.STRICT);
        this.taken = taken;
    }

    /**
     * @param file as named by the user, raw
     * @param builtIn the built-in families, whose names are reserved
     * @param before families that were read before, whose names are reserved too
     */
    public static List<Rule> read(byte[] content, String file, List<Family> builtIn, List<Rule> before)
            throws BadRulesException {
        Map<String, String> taken = new HashMap<>();
        builtIn.forEach(family -> taken.put(family.name(), "of a built-in family"));
        List.of("image", "trace", FamilyChoice.ALL).forEach(name -> taken.put(name, "of something else"));
        before.forEach(its -> taken.put(its.family().name(), "of a family in " + RawText.visible(its.file())));
        return read(new RuleReader(file, text(content), taken, Rule.Places.UNLIMITED));
    }

    /** Families that come with whittle. */
    static List<Rule> builtIn(byte[] content, List<Rule> before) throws BadRulesException {
        Map<String, String> taken = new HashMap<>();
        before.forEach(its -> taken.put(its.family().name(), "of another built-in family"));
        return read(new RuleReader("", text(content), taken, (long) BUILT_IN_LIMIT << 20));
    }

    private static List<Rule> read(RuleReader reader) throws BadRulesException {
        try {
            return reader.document();
        } catch (MalformedJsonException | EOFException | JsonParseException | IllegalStateException e) {
            throw reader.bad("not JSON from here on");
        } catch (IOException e) {
            throw new IllegalStateException("a string reader does not fail", e);
        }
    }

    private static String text(byte[] content) throws BadRulesException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRulesException("$", "not JSON: not UTF-8");
        }
    }

    private List<Rule> document() throws IOException, BadRulesException {
        List<Rule> all = new ArrayList<>();
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
            throw new BadRulesException("$.families", "no family in it; docs/families.md has an example");
        }
        return all;
    }

    /** Reads the value of one member. */
    private interface Value {
        void read(String member) throws IOException, BadRulesException;
    }

    private void object(List<String> known, Value value) throws IOException, BadRulesException {
        expect(JsonToken.BEGIN_OBJECT, "an object with " + String.join(", ", known));
        json.beginObject();
        Set<String> seen = new HashSet<>();
        while (json.hasNext()) {
            String member = json.nextName();
            if (!known.contains(member)) {
                throw bad("unknown member; known members are " + String.join(", ", known));
            }
            if (!seen.add(member)) {
                throw bad("duplicate member");
            }
            value.read(member);
        }
        json.endObject();
    }

    /** The content of one object. */
    private final class Members {
        private final String where = json.getPath();
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, List<List<String>>> places = new HashMap<>();
        private final Map<String, List<Rule.Trigger>> triggers = new HashMap<>();
        private final List<Rule.Case> rules = new ArrayList<>();
        private long limit = RuleReader.this.limit;

        void read(String member) throws IOException, BadRulesException {
            switch (member) {
                case "name" -> texts.put(member, name());
                case "level" -> texts.put(member, level());
                case "description", "reason", "source" -> texts.put(member, string());
                case "any", "all" -> triggers.put(member, triggers());
                case "limit" -> limit = megabytes();
                case "rules" -> rules(rules);
                default -> places.put(member, places(member.equals("programs")));
            }
        }

        Rule.Case rule() throws BadRulesException {
            if (triggers.size() != 1) {
                throw new BadRulesException(where, "needs exactly one of any, all");
            }
            Rule.Places all = new Rule.Places(
                    places.getOrDefault("paths", List.of()),
                    places.getOrDefault("trees", List.of()),
                    places.getOrDefault("plugins", List.of()),
                    places.getOrDefault("programs", List.of()),
                    places.getOrDefault("except", List.of()),
                    limit);
            if (all.isEmpty()) {
                throw new BadRulesException(where, "keeps nothing: it needs paths, trees, plugins or programs");
            }
            return new Rule.Case(
                    Finding.Level.valueOf(
                            texts.getOrDefault("level", "recommended").toUpperCase(Locale.ROOT)),
                    triggers.containsKey("all"),
                    triggers.values().iterator().next(),
                    all,
                    Optional.ofNullable(texts.get("reason")),
                    Optional.ofNullable(texts.get("source")));
        }

        /** Members next to {@code rules} would belong to none of them. */
        boolean hasRule() {
            return !triggers.isEmpty()
                    || !places.isEmpty()
                    || texts.containsKey("level")
                    || texts.containsKey("reason")
                    || texts.containsKey("source");
        }
    }

    private Rule family() throws IOException, BadRulesException {
        Members members = new Members();
        object(MEMBERS, members::read);
        String name = members.texts.getOrDefault("name", "");
        if (name.isEmpty()) {
            throw new BadRulesException(members.where, "has no name");
        }
        if (!members.rules.isEmpty() && members.hasRule()) {
            throw new BadRulesException(members.where, "has both rules and members that belong in a rule");
        }
        List<Rule.Case> cases = members.rules.isEmpty() ? List.of(members.rule()) : members.rules;
        taken.put(name, "of a family before it");
        String description = members.texts.getOrDefault("description", "a family of " + RawText.visible(file));
        return new Rule(new Family(name, description), file, cases);
    }

    private void rules(List<Rule.Case> all) throws IOException, BadRulesException {
        String where = json.getPath();
        expect(JsonToken.BEGIN_ARRAY, "an array of rules");
        json.beginArray();
        while (json.hasNext()) {
            Members members = new Members();
            object(RULE, members::read);
            all.add(members.rule());
        }
        json.endArray();
        if (all.isEmpty()) {
            throw new BadRulesException(where, "no rule in it");
        }
    }

    /** @return bytes */
    private long megabytes() throws IOException, BadRulesException {
        String where = json.getPath();
        expect(JsonToken.NUMBER, "a number of megabytes");
        String text = json.nextString();
        int value = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
        if (value < 1 || value > MAX_LIMIT) {
            throw new BadRulesException(where, "is not a whole number of megabytes from 1 to " + MAX_LIMIT);
        }
        return (long) value << 20;
    }

    private String name() throws IOException, BadRulesException {
        String where = json.getPath();
        String name = string();
        if (!name.matches(NAME)) {
            throw new BadRulesException(
                    where, "a name has lower-case letters, digits and hyphens: " + RawText.visible(name));
        }
        if (taken.containsKey(name)) {
            throw new BadRulesException(where, name + " is the name " + taken.get(name) + "; take another");
        }
        return name;
    }

    private String level() throws IOException, BadRulesException {
        String where = json.getPath();
        String level = string();
        if (!LEVELS.contains(level)) {
            throw new BadRulesException(
                    where, RawText.visible(level) + " is not a level; levels are " + String.join(", ", LEVELS));
        }
        return level;
    }

    private List<Rule.Trigger> triggers() throws IOException, BadRulesException {
        String where = json.getPath();
        expect(JsonToken.BEGIN_ARRAY, "an array of triggers");
        List<Rule.Trigger> all = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            String one = json.getPath();
            Map<String, String> conditions = new HashMap<>();
            object(CONDITIONS, member -> conditions.put(member, condition(member)));
            if (conditions.isEmpty()) {
                throw new BadRulesException(one, "an empty trigger; it needs " + String.join(", ", CONDITIONS));
            }
            all.add(new Rule.Trigger(
                    Optional.ofNullable(conditions.get("path")),
                    Optional.ofNullable(conditions.get("soname")),
                    Optional.ofNullable(conditions.get("library")),
                    Optional.ofNullable(conditions.get("program")),
                    Optional.ofNullable(conditions.get("symbol")),
                    Optional.ofNullable(conditions.get("string")),
                    Optional.ofNullable(conditions.get("variable")),
                    Optional.ofNullable(conditions.get("package"))));
        }
        json.endArray();
        if (all.isEmpty()) {
            throw new BadRulesException(where, "no trigger in it, so that it would never match");
        }
        return all;
    }

    private String condition(String member) throws IOException, BadRulesException {
        String where = json.getPath();
        if (member.equals("path")) {
            String path = string();
            checkPath(where, path, path);
            return path;
        }
        String value = string();
        boolean name = Set.of("soname", "library", "program", "package").contains(member);
        if (name && value.indexOf('/') >= 0) {
            throw new BadRulesException(where, "a name, not a path: " + RawText.visible(value));
        }
        return value;
    }

    /** Each a place, or an array of alternatives. */
    private List<List<String>> places(boolean programs) throws IOException, BadRulesException {
        expect(JsonToken.BEGIN_ARRAY, "an array of paths");
        List<List<String>> all = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.BEGIN_ARRAY) {
                List<String> alternatives = new ArrayList<>();
                json.beginArray();
                while (json.hasNext()) {
                    alternatives.add(place(programs));
                }
                json.endArray();
                all.add(List.copyOf(alternatives));
            } else {
                all.add(List.of(place(programs)));
            }
        }
        json.endArray();
        return all;
    }

    private String place(boolean program) throws IOException, BadRulesException {
        String where = json.getPath();
        String place = string();
        if (program && place.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*+")) {
            return place;
        }
        Matcher variable = RulePlaces.VARIABLE.matcher(place);
        checkPath(where, place, variable.lookingAt() ? "/x" + place.substring(variable.end()) : place);
        return place;
    }

    /** @param path the place without its leading variable */
    private static void checkPath(String where, String place, String path) throws BadRulesException {
        boolean escapes = Arrays.asList(path.split("/", -1)).contains("..");
        if (!path.startsWith("/") || escapes || path.matches("/+") || path.indexOf('\0') >= 0) {
            throw new BadRulesException(
                    where, "a path or pattern of the root begins with / and has no ..: " + RawText.visible(place));
        }
    }

    /** Raw. */
    private String string() throws IOException, BadRulesException {
        expect(JsonToken.STRING, "a string");
        String where = json.getPath();
        String value = RawText.ofText(json.nextString());
        if (value.isEmpty()) {
            throw new BadRulesException(where, "is empty");
        }
        return value;
    }

    private void expect(JsonToken token, String what) throws IOException, BadRulesException {
        if (json.peek() != token) {
            throw bad("is not " + what);
        }
    }

    private BadRulesException bad(String reason) {
        return new BadRulesException(RawText.visible(RawText.ofText(json.getPath())), reason);
    }
}
