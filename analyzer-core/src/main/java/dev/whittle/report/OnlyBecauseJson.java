package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.explain.OnlyBecause;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The schema {@code dev.whittle.because/1}: docs/json.md. */
public final class OnlyBecauseJson {
    private OnlyBecauseJson() {}

    /** @param asked as it was typed, raw */
    public static String of(String asked, OnlyBecause only) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.writer(text)) {
            json.beginObject();
            json.name("schema").value("dev.whittle.because/1");
            JsonText.path(json, "asked", asked);
            JsonText.path(json, "path", only.path().raw());
            json.name("files").value(only.files());
            json.name("bytes").value(only.bytes());
            json.name("paths").beginArray();
            for (OnlyBecause.Item item : only.kept()) {
                json.beginObject();
                JsonText.path(json, "path", item.path().raw());
                json.name("type").value(LayerReport.type(item.node()));
                json.name("bytes").value(item.size());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return RawText.ofText(text + "\n");
    }
}
