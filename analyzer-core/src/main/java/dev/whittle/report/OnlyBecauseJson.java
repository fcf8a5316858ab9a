package dev.whittle.report;

import dev.whittle.explain.OnlyBecause;

/** The schema {@code dev.whittle.because/1}: docs/json.md. */
public final class OnlyBecauseJson {
    private OnlyBecauseJson() {}

    /** @param asked as it was typed, raw */
    public static String of(String asked, OnlyBecause only) {
        return JsonText.document(json -> {
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
        });
    }
}
