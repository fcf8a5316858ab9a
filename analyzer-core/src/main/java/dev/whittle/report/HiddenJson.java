package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The member {@code hidden} of reports: docs/json.md. */
final class HiddenJson {
    private HiddenJson() {}

    static void write(JsonWriter json, Closure closure) throws IOException {
        json.name("hidden").beginArray();
        for (Closure.Hidden hidden : closure.hidden()) {
            Finding finding = hidden.finding();
            json.beginObject();
            json.name("family").value(finding.family());
            json.name("level").value(finding.level().name().toLowerCase(Locale.ROOT));
            json.name("taken").value(hidden.taken());
            if (hidden.bytes().isPresent()) {
                json.name("bytes").value(hidden.bytes().getAsLong());
            }
            json.name("evidence").value(RawText.text(finding.evidence()));
            if (finding.because().isPresent()) {
                JsonText.path(json, "because", finding.because().get().raw());
            }
            JsonText.lines(json, "paths", raw(finding.paths()));
            JsonText.lines(json, "trees", raw(finding.trees()));
            json.endObject();
        }
        json.endArray();
    }

    private static List<String> raw(List<RootPath> paths) {
        return paths.stream().map(RootPath::raw).toList();
    }
}
