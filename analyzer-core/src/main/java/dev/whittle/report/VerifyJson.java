package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.scan.Verification;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The schema {@code dev.whittle.verify/1}: docs/json.md. */
public final class VerifyJson {
    private VerifyJson() {}

    /**
     * @param source for display, raw
     * @param remedies what to do about each gap, raw
     */
    public static String of(Verification verification, List<String> remedies, String source) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.verify/1");
            JsonText.path(json, "source", source);
            json.name("closed").value(verification.isClosed());
            json.name("programs").value(verification.programs());
            json.name("paths").value(verification.paths());
            json.name("missing").beginArray();
            for (int i = 0; i < verification.gaps().size(); i++) {
                gap(json, verification.gaps().get(i), remedies.get(i));
            }
            json.endArray();
            JsonText.lines(
                    json,
                    "undetermined",
                    verification.undetermined().stream().map(RawText::visible).toList());
        });
    }

    private static void gap(JsonWriter json, Verification.Gap gap, String remedy) throws IOException {
        json.beginObject();
        json.name("kind").value(gap.kind().name().toLowerCase(Locale.ROOT));
        if (!gap.name().isEmpty()) {
            JsonText.path(json, "name", gap.name());
        }
        if (gap.askedBy().isPresent()) {
            JsonText.path(json, "askedBy", gap.askedBy().get().raw());
        }
        if (gap.program().isPresent()) {
            JsonText.path(json, "program", gap.program().get().raw());
        }
        json.name("message").value(RawText.text(RawText.visible(gap.message())));
        json.name("remedy").value(RawText.text(RawText.visible(remedy)));
        json.endObject();
    }
}
