package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.dockerfile.CopyItem;
import dev.whittle.dockerfile.CopyPlan;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The COPY instructions for a selection, in the schema {@code dev.whittle.copy/1}: docs/json.md. */
public final class CopyReport {
    private CopyReport() {}

    /**
     * @param findings including those of the closure; raw, as are the remarks
     * @param config instructions of the configuration; empty if the source has none
     */
    public static String of(
            CopyPlan plan,
            Closure closure,
            String stage,
            List<String> config,
            List<String> findings,
            List<String> remarks) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.copy/1");
            json.name("complete").value(findings.isEmpty());
            json.name("stage").value(RawText.text(stage));
            JsonText.lines(json, "findings", findings);
            JsonText.lines(json, "remarks", remarks);
            LayerReport.excluded(json, closure);
            HiddenJson.write(json, closure);
            groups(json, plan, stage);
            JsonText.lines(json, "config", config);
            JsonText.lines(
                    json, "paths", plan.paths().stream().map(RootPath::raw).toList());
        });
    }

    private static void groups(JsonWriter json, CopyPlan plan, String stage) throws IOException {
        json.name("groups").beginArray();
        for (CopyPlan.Group group : plan.groups()) {
            json.beginObject();
            JsonText.lines(json, "title", group.title());
            json.name("instructions").beginArray();
            for (CopyPlan.Instruction instruction : group.instructions()) {
                json.beginObject();
                json.name("line").value(RawText.text(instruction.line(stage)));
                JsonText.path(json, "destination", instruction.destination());
                if (instruction.chown().isPresent()) {
                    json.name("chown").value(instruction.chown().get().toString());
                }
                items(json, instruction.items());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
    }

    private static void items(JsonWriter json, List<CopyItem> items) throws IOException {
        json.name("items").beginArray();
        for (CopyItem item : items) {
            json.beginObject();
            json.name("type").value(item.kind().name().toLowerCase(Locale.ROOT));
            JsonText.path(json, "source", item.source().raw());
            JsonText.path(json, "file", item.origin().raw());
            JsonText.path(json, "path", item.target().raw());
            json.name("kind").value(item.reason().kind().name().toLowerCase(Locale.ROOT));
            if (!item.reason().family().isEmpty()) {
                json.name("family").value(RawText.text(item.reason().family()));
            }
            json.name("reason").value(RawText.text(item.reason().detail()));
            if (item.reason().because().isPresent()) {
                JsonText.path(json, "because", item.reason().because().get().raw());
            }
            json.endObject();
        }
        json.endArray();
    }
}
