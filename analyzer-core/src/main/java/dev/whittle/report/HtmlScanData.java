package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.scan.ScanFinding;
import dev.whittle.scan.ScanResult;
import dev.whittle.scan.ScanRule;
import dev.whittle.scan.ScannedElf;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data of a page about a root that was looked through: its ELF files, who loads what, and what was found. */
final class HtmlScanData {
    /** Of requests that are written: some 6 bytes each. */
    private static final int MAX_LOADS = 150_000;

    private static final int MAX_FINDINGS = 4_000;

    /** As the page numbers them. */
    private static final List<ScannedElf.Kind> KINDS =
            List.of(ScannedElf.Kind.PROGRAM, ScannedElf.Kind.LIBRARY, ScannedElf.Kind.OTHER);

    private static final List<ScanRule> RULES = List.of(ScanRule.values());

    private HtmlScanData() {}

    /** @param source as a person calls it, raw */
    static String of(ScanResult result, String source, String version) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(true);
            json.beginObject();
            json.name("kind").value("scan");
            json.name("version").value(version);
            json.name("source").value(RawText.text(RawText.visible(source)));
            json.name("seen").value(result.seen());
            json.name("counts").beginArray();
            for (ScanRule.Level level : List.of(ScanRule.Level.ERROR, ScanRule.Level.WARNING, ScanRule.Level.NOTE)) {
                json.value(result.count(level));
            }
            json.endArray();
            files(json, result.files());
            findings(json, result);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return text.toString();
    }

    /** {@code [path, 0 program 1 library 2 other, size, [number of what it needs…]]}. */
    private static void files(JsonWriter json, List<ScannedElf> files) throws IOException {
        Map<RootPath, Integer> numbers = new HashMap<>();
        for (ScannedElf file : files) {
            numbers.put(file.path(), numbers.size());
        }
        int loads = 0;
        json.name("files").beginArray();
        for (ScannedElf file : files) {
            json.beginArray();
            json.value(RawText.text(RawText.visible(file.path().raw())));
            json.value(KINDS.indexOf(file.kind()));
            json.value(file.size());
            json.beginArray();
            for (RootPath needed : file.needs()) {
                Integer number = numbers.get(needed);
                if (number != null && loads++ < MAX_LOADS) {
                    json.value(number);
                }
            }
            json.endArray();
            json.endArray();
        }
        json.endArray();
    }

    private static void findings(JsonWriter json, ScanResult result) throws IOException {
        json.name("rules").beginArray();
        for (ScanRule rule : RULES) {
            json.beginArray();
            json.value(rule.id()).value(rule.says());
            json.endArray();
        }
        json.endArray();
        json.name("findings").beginArray();
        List<ScanFinding> worst = result.findings().stream()
                .sorted((a, b) -> b.level().compareTo(a.level()))
                .limit(MAX_FINDINGS)
                .toList();
        for (ScanFinding finding : worst) {
            json.beginArray();
            json.value(RULES.indexOf(finding.rule()));
            json.value(finding.level().name().toLowerCase(Locale.ROOT));
            json.value(RawText.text(RawText.visible(finding.path().raw())));
            json.value(RawText.text(RawText.visible(finding.message())));
            json.endArray();
        }
        json.endArray();
        json.name("findingsLeftOut").value(result.findings().size() - worst.size());
    }
}
