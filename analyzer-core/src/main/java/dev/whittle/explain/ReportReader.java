package dev.whittle.explain;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads reports of {@code --report}: docs/json.md, the schemas that have {@code entries} with {@code reasons}. */
public final class ReportReader {
    private static final String SCHEMA = "dev\\.whittle\\.(layer|slim|copy)/1";

    private final Map<RootPath, KeptPaths.Entry> entries = new LinkedHashMap<>();
    private final Map<RootPath, Node> nodes = new LinkedHashMap<>();

    private ReportReader() {}

    /** @throws BadReportException if it is not such a report */
    public static KeptPaths read(byte[] json) throws BadReportException {
        JsonElement document;
        try {
            document = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
        } catch (JsonParseException e) {
            throw new BadReportException("not JSON");
        }
        if (!document.isJsonObject()) {
            throw new BadReportException("no report: not an object");
        }
        try {
            return new ReportReader().read(document.getAsJsonObject());
        } catch (IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            // A wrong type: gson casts members (ClassCastException), and cannot convert an object or null to text or a
            // number (the first and the third, JsonElement.getAsString). The last is ours, for an invalid path or kind.
            throw new BadReportException("no report of this version: a member is not what docs/json.md says it is");
        }
    }

    private KeptPaths read(JsonObject report) throws BadReportException {
        String schema = text(report, "schema").orElse("");
        if (!schema.matches(SCHEMA)) {
            throw new BadReportException(
                    "no report of layer or slim" + (schema.isEmpty() ? "" : ": its schema is " + schema));
        }
        if (!report.has("entries")) {
            throw new BadReportException("no report of layer or slim: it has no entries");
        }
        for (JsonObject entry : objects(report, "entries")) {
            RootPath path = path(entry, "path").orElseThrow(() -> new BadReportException("an entry without a path"));
            Node node = node(entry, path);
            nodes.put(path, node);
            entries.put(path, new KeptPaths.Entry(node, reasons(entry)));
        }
        List<Closure.Hidden> hidden = new ArrayList<>();
        for (JsonObject object : objects(report, "hidden")) {
            hidden.add(new Closure.Hidden(
                    new Finding(
                            text(object, "family").orElse(""),
                            constant(Finding.Level.class, text(object, "level").orElse("")),
                            text(object, "evidence").orElse(""),
                            paths(object, "paths"),
                            paths(object, "trees"),
                            path(object, "because")),
                    object.has("taken") && object.get("taken").getAsBoolean(),
                    object.has("bytes") ? OptionalLong.of(object.get("bytes").getAsLong()) : OptionalLong.empty()));
        }
        List<Closure.Excluded> excluded = new ArrayList<>();
        for (JsonObject object : objects(report, "excluded")) {
            Reason reason =
                    new Reason(Reason.Kind.LIBRARY, text(object, "reason").orElse(""));
            path(object, "path").ifPresent(path -> excluded.add(new Closure.Excluded(path, reason)));
        }
        return new KeptPaths(new ReportedRoot(nodes), false, entries, hidden, excluded, List.of(), List.of());
    }

    private static List<Reason> reasons(JsonObject entry) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonObject object : objects(entry, "reasons")) {
            reasons.add(reason(object));
        }
        return reasons;
    }

    /** Reports of earlier versions have no families, only their names at the beginning of the detail. */
    private static Reason reason(JsonObject object) {
        Reason.Kind kind = constant(Reason.Kind.class, text(object, "kind").orElse(""));
        String detail = text(object, "detail").orElse("");
        String family = text(object, "family").orElse("");
        String prefix = family + ": ";
        return !family.isEmpty() && detail.startsWith(prefix)
                ? Reason.ofFamily(kind, family, detail.substring(prefix.length()), path(object, "because"))
                : new Reason(kind, detail, path(object, "because"));
    }

    private static Node node(JsonObject entry, RootPath path) {
        int mode = Integer.parseInt(text(entry, "mode").orElse("0"), 8);
        Attributes attributes = new Attributes(mode, 0, 0, Instant.EPOCH);
        return switch (text(entry, "type").orElse("")) {
            case "directory" -> new Node.Directory(attributes);
            case "link" ->
                new Node.SymbolicLink(attributes, name(entry, "target").orElse(""));
            case "device" -> new Node.Device(attributes, false, 0, 0);
            case "fifo" -> new Node.Fifo(attributes);
            case "socket" -> new Node.Socket(attributes);
            default ->
                new Node.RegularFile(
                        attributes, entry.has("size") ? entry.get("size").getAsLong() : 0, path);
        };
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    private static List<JsonObject> objects(JsonObject object, String key) {
        List<JsonObject> all = new ArrayList<>();
        for (JsonElement element : array(object, key)) {
            all.add(element.getAsJsonObject());
        }
        return all;
    }

    private static List<RootPath> paths(JsonObject object, String key) {
        List<RootPath> all = new ArrayList<>();
        for (JsonElement element : array(object, key)) {
            all.add(new RootPath(RawText.ofText(element.getAsString())));
        }
        return all;
    }

    private static JsonArray array(JsonObject object, String key) {
        return object.has(key) ? object.getAsJsonArray(key) : new JsonArray();
    }

    /** Raw. */
    private static Optional<String> text(JsonObject object, String key) {
        return object.has(key) ? Optional.of(RawText.ofText(object.get(key).getAsString())) : Optional.empty();
    }

    private static Optional<RootPath> path(JsonObject object, String key) {
        return name(object, key).map(RootPath::new);
    }

    /** A name that is not UTF-8 has its bytes in another member. */
    private static Optional<String> name(JsonObject object, String key) {
        return object.has(key + "Base64")
                ? Optional.of(RawText.of(
                        Base64.getDecoder().decode(object.get(key + "Base64").getAsString())))
                : text(object, key);
    }
}
