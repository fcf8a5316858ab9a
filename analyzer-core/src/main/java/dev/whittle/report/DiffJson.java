package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.diff.Change;
import dev.whittle.diff.ClosureChange;
import dev.whittle.diff.LibraryChange;
import dev.whittle.diff.PackageChange;
import dev.whittle.diff.RootDiff;
import dev.whittle.image.ConfigDifference;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The schema {@code dev.whittle.diff/1}: docs/json.md. */
public final class DiffJson {
    private DiffJson() {}

    /**
     * What only one of two indexes has an image for.
     *
     * @param side that has it, as a person calls it, raw
     */
    public static String onlyIn(String side) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.diff/1");
            json.name("same").value(false);
            JsonText.path(json, "onlyIn", side);
        });
    }

    /**
     * @param before as a person calls it, raw
     * @param after likewise
     */
    public static String of(
            RootDiff diff, List<ConfigDifference> config, DiffText.Totals totals, String before, String after) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.diff/1");
            JsonText.path(json, "before", before);
            JsonText.path(json, "after", after);
            json.name("same").value(diff.isEmpty() && config.isEmpty());
            json.name("totals").beginObject();
            json.name("bytesBefore").value(totals.bytesBefore());
            json.name("bytesAfter").value(totals.bytesAfter());
            json.name("filesBefore").value(totals.filesBefore());
            json.name("filesAfter").value(totals.filesAfter());
            json.endObject();
            json.name("files").beginArray();
            for (Change change : diff.files()) {
                file(json, change);
            }
            json.endArray();
            json.name("configuration").beginArray();
            for (ConfigDifference change : config) {
                json.beginObject();
                json.name("key").value(change.key());
                json.name("before").value(change.before());
                json.name("after").value(change.after());
                json.endObject();
            }
            json.endArray();
            json.name("packages").beginArray();
            for (PackageChange change : diff.packages()) {
                json.beginObject();
                json.name("type").value(change.type());
                json.name("name").value(RawText.text(change.name()));
                json.name("kind").value(change.kind().name().toLowerCase(Locale.ROOT));
                JsonText.lines(json, "before", change.before());
                JsonText.lines(json, "after", change.after());
                json.endObject();
            }
            json.endArray();
            json.name("libraries").beginArray();
            for (LibraryChange change : diff.libraries()) {
                library(json, change);
            }
            json.endArray();
            json.name("programs").beginArray();
            for (ClosureChange change : diff.closures()) {
                closure(json, change);
            }
            json.endArray();
        });
    }

    private static void file(JsonWriter json, Change change) throws IOException {
        json.beginObject();
        JsonText.path(json, "path", change.path().raw());
        json.name("kind").value(change.kind().name().toLowerCase(Locale.ROOT));
        JsonText.lines(json, "what", change.what());
        json.name("bytesBefore").value(change.before());
        json.name("bytesAfter").value(change.after());
        json.endObject();
    }

    private static void library(JsonWriter json, LibraryChange change) throws IOException {
        json.beginObject();
        JsonText.path(json, "soname", change.soname());
        json.name("machine").value(change.machine());
        json.name("kind").value(change.kind().name().toLowerCase(Locale.ROOT));
        NeedsJson.paths(json, "before", change.before());
        NeedsJson.paths(json, "after", change.after());
        json.endObject();
    }

    private static void closure(JsonWriter json, ClosureChange change) throws IOException {
        json.beginObject();
        json.name("kind").value(change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        JsonText.path(json, "name", change.name());
        json.name("before").value(RawText.text(change.before()));
        json.name("after").value(RawText.text(change.after()));
        NeedsJson.paths(json, "paths", change.programs());
        json.endObject();
    }
}
