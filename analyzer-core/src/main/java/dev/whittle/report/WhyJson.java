package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.explain.Chain;
import dev.whittle.explain.Explanation;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The schema {@code dev.whittle.why/1}: docs/json.md. */
public final class WhyJson {
    private WhyJson() {}

    /** @param asked as typed, raw */
    public static String of(String asked, List<Explanation> answers) {
        return JsonText.document(json -> {
            json.name("schema").value("dev.whittle.why/1");
            JsonText.path(json, "asked", asked);
            json.name("paths").beginArray();
            for (Explanation answer : answers) {
                answer(json, answer);
            }
            json.endArray();
        });
    }

    private static void answer(JsonWriter json, Explanation answer) throws IOException {
        json.beginObject();
        JsonText.path(json, "path", answer.path().raw());
        json.name("status").value(answer.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (answer.node().isPresent()) {
            json.name("type").value(LayerReport.type(answer.node().get()));
        }
        if (answer.node().orElse(null) instanceof Node.SymbolicLink link) {
            JsonText.path(json, "target", link.target());
        }
        if (answer.leadsTo().isPresent()) {
            JsonText.path(json, "leadsTo", answer.leadsTo().get().raw());
        }
        json.name("wayFor").value(answer.wayFor());
        json.name("chains").beginArray();
        for (Chain chain : answer.chains().shown()) {
            json.beginArray();
            for (Chain.Step step : chain.steps()) {
                json.beginObject();
                JsonText.path(json, "path", step.path().raw());
                json.name("kind").value(step.reason().kind().name().toLowerCase(Locale.ROOT));
                if (!step.reason().family().isEmpty()) {
                    json.name("family").value(RawText.text(step.reason().family()));
                }
                json.name("detail").value(RawText.text(step.reason().detail()));
                json.endObject();
            }
            json.endArray();
        }
        json.endArray();
        json.name("more").value(answer.chains().more());
        json.name("moreAtLeast").value(answer.chains().moreAtLeast());
        seen(json, answer.seen());
        if (answer.left().isPresent()) {
            json.name("left").value(RawText.text(answer.left().get()));
        }
        json.endObject();
    }

    private static void seen(JsonWriter json, List<Closure.Hidden> seen) throws IOException {
        json.name("seen").beginArray();
        for (Closure.Hidden hidden : seen) {
            Finding finding = hidden.finding();
            json.beginObject();
            json.name("family").value(finding.family());
            json.name("level").value(finding.level().name().toLowerCase(Locale.ROOT));
            json.name("evidence").value(RawText.text(finding.evidence()));
            json.endObject();
        }
        json.endArray();
    }
}
