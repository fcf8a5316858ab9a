package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.sbom.Unused;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Packages of which nothing is used, according to static analysis, as an OpenVEX 0.2.0 document for review: a statement
 * names a package, not a vulnerability, so the vulnerability is a placeholder that the reviewer replaces.
 */
public final class OpenVexJson {
    private static final String PLACEHOLDER = "REVIEW-AND-REPLACE";

    private OpenVexJson() {}

    /**
     * @param created seconds since 1970
     * @param version of this tool
     */
    public static String of(String name, long created, List<Unused> candidates, String version) {
        String text = text(name, created, candidates, version, "");
        String id = UUID.nameUUIDFromBytes(RawText.bytes(RawText.ofText(text))).toString();
        return RawText.ofText(text(name, created, candidates, version, id) + "\n");
    }

    private static String text(String name, long created, List<Unused> candidates, String version, String id) {
        StringWriter text = new StringWriter();
        String time = Instant.ofEpochSecond(created).toString();
        try (JsonWriter json = JsonText.writer(text)) {
            json.beginObject();
            json.name("@context").value("https://openvex.dev/ns/v0.2.0");
            json.name("@id").value("https://whittle.dev/vex/" + id);
            json.name("author").value("candidates by whittle " + version + ", not reviewed");
            json.name("role").value("Document Creator");
            json.name("timestamp").value(time);
            json.name("version").value(1);
            json.name("tooling").value("whittle " + version);
            json.name("statements").beginArray();
            for (Unused each : candidates) {
                json.beginObject();
                json.name("vulnerability")
                        .beginObject()
                        .name("name")
                        .value(PLACEHOLDER)
                        .endObject();
                json.name("products").beginArray().beginObject();
                json.name("@id").value(RawText.text(name));
                json.name("subcomponents").beginArray().beginObject();
                json.name("@id").value(each.url());
                json.endObject().endArray();
                json.endObject().endArray();
                json.name("status").value("not_affected");
                json.name("justification").value("vulnerable_code_not_in_execute_path");
                json.name("impact_statement").value(RawText.text(each.evidence()));
                json.name("status_notes").value(each.limits());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.toString();
    }
}
