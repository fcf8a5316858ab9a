package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.trace.Access;
import dev.whittle.trace.TraceDiff;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A trace compared with a closure, in the schema {@code dev.whittle.trace-diff/1}: docs/json.md. */
public final class TraceDiffJson {
    private TraceDiffJson() {}

    public static String of(TraceDiff diff) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.trace-diff/1");
            JsonText.path(json, "trace", diff.trace());
            json.name("complete").value(diff.isComplete());
            sum(json, "opened", diff.opened());
            sum(json, "kept", diff.kept());
            json.name("lackingBytes").value(diff.lackingBytes());
            lacking(json, "lacking", diff.lacking());
            json.name("failedBytes").value(diff.failedBytes());
            lacking(json, "failed", diff.failed());
            json.name("unusedBytes").value(diff.unusedSum().bytes());
            json.name("unused").beginArray();
            for (TraceDiff.Sized unused : diff.unused()) {
                json.beginObject();
                JsonText.path(json, "path", unused.path().raw());
                json.name("bytes").value(unused.bytes());
                json.endObject();
            }
            json.endArray();
            JsonText.lines(json, "remarks", diff.remarks());
        });
    }

    private static void sum(JsonWriter json, String key, TraceDiff.Sum sum) throws IOException {
        json.name(key).beginObject();
        json.name("files").value(sum.files());
        json.name("bytes").value(sum.bytes());
        json.endObject();
    }

    private static void lacking(JsonWriter json, String key, List<TraceDiff.Lacking> all) throws IOException {
        json.name(key).beginArray();
        for (TraceDiff.Lacking lacking : all) {
            lacking(json, lacking);
        }
        json.endArray();
    }

    private static void lacking(JsonWriter json, TraceDiff.Lacking lacking) throws IOException {
        Access access = lacking.access();
        json.beginObject();
        JsonText.path(json, "path", lacking.path().raw());
        json.name("use").value(access.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.name("line").value(access.line());
        json.name("count").value(access.count());
        json.name("bytes").value(lacking.bytes());
        if (lacking.family().isPresent()) {
            json.name("family").value(lacking.family().get());
        }
        json.endObject();
    }
}
