package dev.whittle.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.image.Platform;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Documents about several platforms as one: the schema {@code dev.whittle.platforms/1} of docs/json.md, or SARIF. */
public final class PlatformsJson {
    private PlatformsJson() {}

    /**
     * A document about one platform.
     *
     * @param raw JSON, an object
     */
    public record Document(Platform platform, String raw) {}

    /** One document, in which each object says which platform it is about. Raw. */
    public static String of(List<Document> documents) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.platforms/1");
            json.name("images").beginArray();
            for (Document document : documents) {
                json.beginObject();
                json.name("platform").value(document.platform().toString());
                for (Map.Entry<String, JsonElement> member : object(document).entrySet()) {
                    json.name(member.getKey());
                    new Gson().toJson(member.getValue(), json);
                }
                json.endObject();
            }
            json.endArray();
        });
    }

    /** SARIF 2.1.0: one log with a run for each platform, which is the run's {@code automationDetails.id} (3.17.3). */
    public static String sarif(List<Document> logs) {
        JsonObject all = new JsonObject();
        JsonArray runs = new JsonArray();
        for (Document log : logs) {
            JsonObject one = object(log);
            for (JsonElement run : one.getAsJsonArray("runs")) {
                JsonObject details = new JsonObject();
                details.addProperty("id", log.platform() + "/");
                run.getAsJsonObject().add("automationDetails", details);
                runs.add(run);
            }
            one.remove("runs");
            all = one;
        }
        all.add("runs", runs);
        StringWriter text = new StringWriter();
        try (JsonWriter json = JsonText.writer(text)) {
            new Gson().toJson(all, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        return RawText.ofText(text + "\n");
    }

    private static JsonObject object(Document document) {
        return JsonParser.parseString(RawText.text(document.raw())).getAsJsonObject();
    }
}
