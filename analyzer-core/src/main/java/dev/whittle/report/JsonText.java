package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.Writer;
import java.util.Base64;
import java.util.List;

/** JSON holds text, and names are bytes. */
final class JsonText {
    private JsonText() {}

    static JsonWriter writer(Writer text) {
        JsonWriter json = new JsonWriter(text);
        json.setIndent("  ");
        json.setHtmlSafe(false);
        return json;
    }

    /** Lines for a person as a member. */
    static void lines(JsonWriter json, String key, List<String> raw) throws IOException {
        json.name(key).beginArray();
        for (String line : raw) {
            json.value(RawText.text(line));
        }
        json.endArray();
    }

    /**
     * A name as a member. One that is no UTF-8 is shown with U+FFFD, and a member {@code KEY + "Base64"} beside it has
     * the exact bytes.
     */
    static void path(JsonWriter json, String key, String raw) throws IOException {
        json.name(key).value(RawText.text(raw));
        if (!RawText.isUtf8(raw)) {
            json.name(key + "Base64").value(Base64.getEncoder().encodeToString(RawText.bytes(raw)));
        }
    }
}
