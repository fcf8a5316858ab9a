package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.start.ShellCost;
import dev.whittle.closure.start.Start;
import dev.whittle.write.ImageSummary;
import dev.whittle.write.LayerSummary;
import java.io.IOException;
import java.util.Locale;

/** The result for an image, in the schema {@code dev.whittle.slim/1}: docs/json.md. */
public final class SlimReport {
    private SlimReport() {}

    public static String of(SlimResult result, Rights rights) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.slim/1");
            json.name("complete").value(result.isComplete());
            source(json, result.source());
            if (result.written().isPresent()) {
                image(json, result.written().get());
            }
            tally(json, "kept", result.kept());
            if (result.source().all().isPresent()) {
                tally(json, "dropped", result.source().all().get().without(result.taken()));
            }
            starts(json, result);
            if (result.shell().isPresent()) {
                shell(json, result.shell().get());
            }
            KeptJson.write(json, result.closure(), result.problems());
            JsonText.lines(json, "findings", result.findings());
            JsonText.lines(json, "remarks", result.remarks());
            JsonText.lines(json, "hints", result.hints());
            LayerReport.excluded(json, result.closure());
            HiddenJson.write(json, result.closure());
            PackageJson.write(json, result.closure());
            rights.write(json);
            LayerReport.entries(json, result.closure());
        });
    }

    private static void source(JsonWriter json, SlimResult.Source source) throws IOException {
        json.name("source").beginObject();
        JsonText.path(json, "name", source.shown());
        if (source.reference().isPresent()) {
            json.name("reference").value(source.reference().get());
        }
        if (source.imageId().isPresent()) {
            json.name("imageId").value(source.imageId().get().toString());
        }
        if (source.platform().isPresent()) {
            json.name("platform").value(source.platform().get().toString());
        }
        if (source.size().isPresent()) {
            json.name("layers").value(source.size().get().layers());
            json.name("contentBytes").value(source.size().get().contentBytes());
            json.name("storedBytes").value(source.size().get().storedBytes());
        }
        json.endObject();
    }

    private static void image(JsonWriter json, SlimResult.Written written) throws IOException {
        ImageSummary summary = written.summary();
        json.name("image").beginObject();
        JsonText.path(json, "destination", written.destination());
        if (!summary.names().isEmpty()) {
            json.name("name").value(summary.names().get(0));
        }
        if (summary.names().size() > 1) {
            json.name("names").beginArray();
            for (String name : summary.names()) {
                json.value(name);
            }
            json.endArray();
        }
        if (summary.imageId().isPresent()) {
            json.name("imageId").value(summary.imageId().get().toString());
        }
        if (summary.manifest().isPresent()) {
            json.name("manifestDigest").value(summary.manifest().get().toString());
        }
        json.name("contentBytes").value(summary.contents().contentBytes());
        if (summary.layer().isPresent()) {
            LayerSummary layer = summary.layer().get();
            json.name("storedBytes").value(layer.size());
            json.name("layerDigest").value(layer.digest());
            json.name("diffId").value(layer.diffId());
        }
        json.endObject();
    }

    private static void tally(JsonWriter json, String key, Tally tally) throws IOException {
        json.name(key).beginObject();
        json.name("files").value(tally.files());
        json.name("bytes").value(tally.bytes());
        json.endObject();
    }

    private static void shell(JsonWriter json, ShellCost shell) throws IOException {
        json.name("shell").beginObject();
        JsonText.path(json, "script", shell.script().raw());
        json.name("files").value(shell.files());
        json.name("bytes").value(shell.bytes());
        JsonText.lines(json, "entrypoint", shell.direct());
        json.endObject();
    }

    private static void starts(JsonWriter json, SlimResult result) throws IOException {
        json.name("starts").beginArray();
        for (Start start : result.starts()) {
            json.beginObject();
            JsonText.path(json, "path", start.path().raw());
            json.name("kind").value(start.kind().name().toLowerCase(Locale.ROOT));
            json.name("evidence").value(RawText.text(start.evidence()));
            json.endObject();
        }
        json.endArray();
    }
}
