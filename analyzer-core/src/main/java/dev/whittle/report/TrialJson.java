package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.trial.Check;
import dev.whittle.trial.Comparison;
import dev.whittle.trial.LineDifference;
import dev.whittle.trial.Missing;
import dev.whittle.trial.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two images compared, in the schema {@code dev.whittle.try/1}: docs/json.md. */
public final class TrialJson {
    private TrialJson() {}

    /**
     * @param source the original as given, raw
     * @param slim likewise, if it existed before
     */
    public static String of(String source, Optional<String> slim, Trial.Result result) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.try/1");
            JsonText.path(json, "source", source);
            if (slim.isPresent()) {
                JsonText.path(json, "slim", slim.get());
            }
            json.name("equal").value(result.isEqual());
            json.name("rounds").beginArray();
            for (Trial.Round round : result.rounds()) {
                round(json, round);
            }
            json.endArray();
            missing(json, "tried", result.tried());
        });
    }

    private static void round(JsonWriter json, Trial.Round round) throws IOException {
        Comparison comparison = round.comparison();
        json.beginObject();
        json.name("equal").value(comparison.isEqual());
        json.name("checks").beginArray();
        for (Check check : comparison.checks()) {
            json.beginObject();
            json.name("kind").value(lower(check.kind()));
            if (check.kind() == Check.Kind.QUESTION) {
                json.name("question").value(RawText.text(check.name()));
            }
            json.name("original").value(RawText.text(check.original()));
            json.name("slim").value(RawText.text(check.slim()));
            json.name("verdict").value(lower(check.verdict()));
            json.endObject();
        }
        json.endArray();
        json.name("output").beginObject();
        lines(json, comparison.output());
        json.endObject();
        json.name("answers").beginArray();
        for (Comparison.AnswerDifference answer : comparison.answers()) {
            json.beginObject();
            json.name("question").value(RawText.text(answer.question()));
            lines(json, answer.lines());
            json.endObject();
        }
        json.endArray();
        missing(json, "missing", round.missing());
        JsonText.lines(json, "remarks", round.remarks());
        json.endObject();
    }

    private static void lines(JsonWriter json, LineDifference lines) throws IOException {
        JsonText.lines(json, "lacking", lines.lacking());
        JsonText.lines(json, "extra", lines.extra());
    }

    private static void missing(JsonWriter json, String key, List<Missing> all) throws IOException {
        json.name(key).beginArray();
        for (Missing missing : all) {
            json.beginObject();
            JsonText.path(json, "path", missing.path().raw());
            json.name("extent").value(lower(missing.extent()));
            json.name("way").value(lower(missing.way()));
            json.name("evidence").value(RawText.text(missing.evidence()));
            JsonText.path(json, "include", missing.include());
            json.endObject();
        }
        json.endArray();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
