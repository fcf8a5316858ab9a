package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import dev.whittle.scan.Needs;
import java.io.IOException;
import java.util.List;

/** The schema {@code dev.whittle.needs/1}: docs/json.md. */
public final class NeedsJson {
    private NeedsJson() {}

    /** @param source for display, raw */
    public static String of(Needs needs, String source) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.needs/1");
            JsonText.path(json, "source", source);
            JsonText.path(json, "library", needs.library());
            paths(json, "files", needs.files());
            json.name("users").beginArray();
            for (Needs.User user : needs.users()) {
                json.beginObject();
                JsonText.path(json, "path", user.path().raw());
                json.name("program").value(user.program());
                json.name("direct").value(user.isDirect());
                json.name("missing").value(user.missing());
                paths(json, "chain", user.chain());
                json.endObject();
            }
            json.endArray();
        });
    }

    static void paths(JsonWriter json, String name, List<RootPath> paths) throws IOException {
        json.name(name).beginArray();
        for (RootPath path : paths) {
            json.value(RawText.text(path.raw()));
        }
        json.endArray();
    }
}
