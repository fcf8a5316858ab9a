package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageShare;
import java.io.IOException;

/** The member {@code packages} of reports: docs/json.md. */
final class PackageJson {
    /** Limit for one package, which keeps a report with a part of a language's library short. */
    private static final int MISSING_SHOWN = 1000;

    private PackageJson() {}

    static void write(JsonWriter json, Closure closure) throws IOException {
        if (closure.packages().isEmpty()) {
            return;
        }
        json.name("packages").beginObject();
        json.name("databaseBytes").value(PackageLines.databaseBytes(closure));
        json.name("kept").beginArray();
        for (PackageShare each : closure.packages()) {
            if (each.isKept()) {
                kept(json, each);
            }
        }
        json.endArray();
        json.name("dropped").beginArray();
        for (PackageShare each : closure.packages()) {
            if (!each.isKept()) {
                json.beginObject();
                name(json, each);
                if (each.unused().isPresent()) {
                    json.name("unused").value(RawText.text(each.unused().get()));
                }
                json.endObject();
            }
        }
        json.endArray();
        json.endObject();
    }

    private static void name(JsonWriter json, PackageShare share) throws IOException {
        json.name("type").value(share.type());
        json.name("name").value(RawText.text(share.name()));
        json.name("version").value(RawText.text(share.version()));
    }

    private static void kept(JsonWriter json, PackageShare share) throws IOException {
        json.beginObject();
        name(json, share);
        json.name("files").value(share.kept().size());
        json.name("missing").value(share.missing().size());
        json.name("filesKnown").value(share.isKnown());
        JsonText.lines(
                json,
                "missingFiles",
                share.missing().subList(0, Math.min(share.missing().size(), MISSING_SHOWN)));
        json.endObject();
    }
}
