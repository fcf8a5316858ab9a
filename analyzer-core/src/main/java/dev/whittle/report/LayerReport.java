package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.rootfs.Node;
import dev.whittle.write.LayerSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The content of a layer with reasons, in the schema {@code dev.whittle.layer/1}: docs/json.md. */
public final class LayerReport {
    private LayerReport() {}

    /**
     * @param problems why it is not complete
     * @param summary of what was written; empty if nothing was
     */
    public static String of(Closure closure, List<Problem> problems, Optional<LayerSummary> summary, Rights rights) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.layer/1");
            json.name("complete").value(closure.isComplete());
            if (summary.isPresent()) {
                layer(json, summary.get());
            }
            KeptJson.write(json, closure, problems);
            JsonText.lines(
                    json,
                    "findings",
                    closure.resolutions().stream()
                            .flatMap(resolution -> ResolutionFindings.of(resolution).stream())
                            .toList());
            excluded(json, closure);
            HiddenJson.write(json, closure);
            PackageJson.write(json, closure);
            rights.write(json);
            entries(json, closure);
        });
    }

    private static void layer(JsonWriter json, LayerSummary summary) throws IOException {
        json.name("layer").beginObject();
        json.name("digest").value(summary.digest());
        json.name("diffId").value(summary.diffId());
        json.name("size").value(summary.size());
        json.name("contentBytes").value(summary.contentBytes());
        json.endObject();
    }

    static void excluded(JsonWriter json, Closure closure) throws IOException {
        json.name("excluded").beginArray();
        for (Closure.Excluded excluded : closure.excluded()) {
            json.beginObject();
            JsonText.path(json, "path", excluded.path().raw());
            json.name("reason").value(RawText.text(excluded.reason().detail()));
            json.endObject();
        }
        json.endArray();
    }

    static void entries(JsonWriter json, Closure closure) throws IOException {
        json.name("entries").beginArray();
        for (Selection.Kept kept : closure.selection().all()) {
            entry(json, kept);
        }
        json.endArray();
    }

    private static void entry(JsonWriter json, Selection.Kept kept) throws IOException {
        json.beginObject();
        JsonText.path(json, "path", kept.path().raw());
        json.name("type").value(type(kept.node()));
        json.name("mode")
                .value(String.format(
                        Locale.ROOT, "%04o", kept.node().attributes().mode()));
        if (kept.node() instanceof Node.RegularFile file) {
            json.name("size").value(file.size());
        } else if (kept.node() instanceof Node.SymbolicLink link) {
            JsonText.path(json, "target", link.target());
        }
        json.name("reasons").beginArray();
        for (Reason reason : kept.reasons()) {
            json.beginObject();
            json.name("kind").value(reason.kind().name().toLowerCase(Locale.ROOT));
            if (!reason.family().isEmpty()) {
                json.name("family").value(RawText.text(reason.family()));
            }
            json.name("detail").value(RawText.text(reason.detail()));
            if (reason.because().isPresent()) {
                JsonText.path(json, "because", reason.because().get().raw());
            }
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    static String type(Node node) {
        if (node instanceof Node.RegularFile) {
            return "file";
        }
        if (node instanceof Node.Directory) {
            return "directory";
        }
        if (node instanceof Node.SymbolicLink) {
            return "link";
        }
        return node instanceof Node.Device ? "device" : node instanceof Node.Fifo ? "fifo" : "socket";
    }
}
