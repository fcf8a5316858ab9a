package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.scan.ScanFinding;
import dev.whittle.scan.ScanResult;
import dev.whittle.scan.ScanRule;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/** SARIF 2.1.0 (OASIS), for viewers of findings; paths are URIs relative to the root. */
public final class ScanSarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String BASE = "ROOT";

    private ScanSarif() {}

    /**
     * @param source for display, raw
     * @param version of this tool
     */
    public static String of(ScanResult result, String source, String version) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.writer(text)) {
            json.beginObject();
            json.name("$schema").value(SCHEMA);
            json.name("version").value("2.1.0");
            json.name("runs").beginArray().beginObject();
            tool(json, version);
            json.name("originalUriBaseIds").beginObject().name(BASE).beginObject();
            message(json, "description", "the root of " + RawText.text(RawText.visible(source)));
            json.endObject().endObject();
            json.name("results").beginArray();
            for (ScanFinding finding : result.findings()) {
                result(json, finding);
            }
            json.endArray();
            json.endObject().endArray().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return RawText.ofText(text + "\n");
    }

    private static void tool(JsonWriter json, String version) throws IOException {
        json.name("tool").beginObject().name("driver").beginObject();
        json.name("name").value("whittle");
        json.name("version").value(version);
        json.name("rules").beginArray();
        for (ScanRule rule : ScanRule.values()) {
            json.beginObject();
            json.name("id").value(rule.id());
            message(json, "shortDescription", rule.says());
            json.name("defaultConfiguration").beginObject();
            json.name("level").value(level(rule.level()));
            json.endObject();
            json.endObject();
        }
        json.endArray();
        json.endObject().endObject();
    }

    private static void result(JsonWriter json, ScanFinding finding) throws IOException {
        json.beginObject();
        json.name("ruleId").value(finding.rule().id());
        json.name("ruleIndex").value(Arrays.asList(ScanRule.values()).indexOf(finding.rule()));
        json.name("level").value(level(finding.level()));
        message(json, "message", RawText.text(RawText.visible(finding.message())));
        json.name("locations").beginArray().beginObject();
        json.name("physicalLocation").beginObject().name("artifactLocation").beginObject();
        json.name("uri").value(uri(finding.path().relative()));
        json.name("uriBaseId").value(BASE);
        json.endObject().endObject();
        json.endObject().endArray();
        json.endObject();
    }

    private static void message(JsonWriter json, String name, String text) throws IOException {
        json.name(name).beginObject();
        json.name("text").value(text);
        json.endObject();
    }

    private static String level(ScanRule.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** RFC 3986: bytes that are neither unreserved nor a slash are escaped. */
    static String uri(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~/".indexOf(c) >= 0;
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
