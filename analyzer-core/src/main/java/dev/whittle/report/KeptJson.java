package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;

/** The members {@code problems}, {@code undetermined}, {@code leftOut}, {@code keptFor}, and {@code programs} of reports: docs/json.md. */
final class KeptJson {
    private KeptJson() {}

    static void write(JsonWriter json, Closure closure, List<Problem> problems) throws IOException {
        json.name("problems").beginArray();
        for (Problem problem : problems) {
            json.beginObject();
            json.name("message").value(RawText.text(problem.what()));
            json.name("fix").value(RawText.text(problem.fix()));
            json.endObject();
        }
        json.endArray();
        JsonText.lines(json, "undetermined", HiddenLines.undetermined(closure));
        json.name("leftOut").beginArray();
        for (LeftOut each : LeftOut.of(closure)) {
            json.beginObject();
            JsonText.lines(
                    json, "paths", each.paths().stream().map(RootPath::raw).toList());
            if (each.bytes().isPresent()) {
                json.name("bytes").value(each.bytes().getAsLong());
            }
            json.name("evidence").value(RawText.text(each.evidence()));
            json.endObject();
        }
        json.endArray();
        json.name("keptFor").beginArray();
        for (KeptGroups.Group group : KeptGroups.of(closure)) {
            json.beginObject();
            json.name("name").value(RawText.text(group.name()));
            json.name("family").value(group.isFamily());
            json.name("paths").value(group.kept().size());
            json.name("files").value(group.files());
            json.name("bytes").value(group.bytes());
            json.endObject();
        }
        json.endArray();
        json.name("programs").beginArray();
        for (ProgramSize program : ProgramSize.of(closure)) {
            json.beginObject();
            JsonText.path(json, "path", program.path().raw());
            json.name("bytes").value(program.bytes());
            json.name("closureBytes").value(program.closureBytes());
            json.name("libraries").value(program.libraries());
            json.endObject();
        }
        json.endArray();
    }
}
