package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.scan.ScanFinding;
import dev.whittle.scan.ScanResult;
import dev.whittle.scan.ScanRule;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** The schema {@code dev.whittle.scan/1}: docs/json.md. */
public final class ScanJson {
    private ScanJson() {}

    /** @param source for display, raw */
    public static String of(ScanResult result, String source) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.writer(text)) {
            write(result, source, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return RawText.ofText(text + "\n");
    }

    private static void write(ScanResult result, String source, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("schema").value("dev.whittle.scan/1");
        JsonText.path(json, "source", source);
        json.name("files").beginObject();
        json.name("seen").value(result.seen());
        json.name("elf").value(result.elfFiles());
        json.name("programs").value(result.programs());
        json.name("libraries").value(result.libraries());
        json.endObject();
        json.name("machines").beginArray();
        for (Map.Entry<String, Integer> machine : result.machines().entrySet()) {
            json.beginObject();
            json.name("name").value(machine.getKey());
            json.name("files").value(machine.getValue());
            json.endObject();
        }
        json.endArray();
        json.name("errors").value(result.count(ScanRule.Level.ERROR));
        json.name("warnings").value(result.count(ScanRule.Level.WARNING));
        json.name("notes").value(result.count(ScanRule.Level.NOTE));
        json.name("findings").beginArray();
        for (ScanFinding finding : result.findings()) {
            write(finding, json);
        }
        json.endArray();
        JsonText.lines(json, "remarks", result.remarks());
        json.endObject();
    }

    private static void write(ScanFinding finding, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("rule").value(finding.rule().id());
        json.name("level").value(finding.level().name().toLowerCase(Locale.ROOT));
        JsonText.path(json, "path", finding.path().raw());
        json.name("message").value(RawText.text(RawText.visible(finding.message())));
        json.name("names").beginArray();
        for (String name : finding.names()) {
            json.value(RawText.text(name));
        }
        json.endArray();
        json.name("files").beginArray();
        for (RootPath file : finding.files()) {
            json.value(RawText.text(file.raw()));
        }
        json.endArray();
        json.endObject();
    }
}
