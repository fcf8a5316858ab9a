package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.Variant;
import dev.whittle.resolve.load.VersionProblem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The schema {@code dev.whittle.ldd/1}: docs/json.md. */
public final class JsonFormat implements ResolutionFormat {
    /** Number of requests that are printed at once: each may list hundreds of attempts. */
    private static final int PIECE = 100;

    private final StringWriter text = new StringWriter();
    private final JsonWriter json = JsonText.writer(text);
    private final PlaceText places = new PlaceText(RawText::text);

    @Override
    public String begin(int count) {
        return written(() -> {
            json.beginObject();
            json.name("schema").value("dev.whittle.ldd/1");
            json.name("files").beginArray();
        });
    }

    @Override
    public String print(Resolution resolution) {
        return ResolutionFormat.joined(this, resolution);
    }

    @Override
    public <E extends Exception> void print(Resolution resolution, Sink<E> sink) throws E {
        sink.accept(written(() -> head(resolution)));
        List<Edge> edges = resolution.edges();
        for (int i = 0; i < edges.size(); i += PIECE) {
            List<Edge> piece = edges.subList(i, Math.min(edges.size(), i + PIECE));
            sink.accept(written(() -> requests(piece)));
        }
        sink.accept(written(() -> tail(resolution)));
    }

    @Override
    public String end() {
        return written(() -> {
                    json.endArray();
                    json.endObject();
                })
                + "\n";
    }

    private void head(Resolution resolution) throws IOException {
        LoadedObject program = resolution.program();
        json.beginObject();
        JsonText.path(json, "path", program.path());
        JsonText.path(json, "realPath", program.realPath().raw());
        json.name("machine").value(program.facts().machine().name());
        json.name("bits").value(program.facts().header().bits());
        json.name("byteOrder").value(program.facts().header().order() == ByteOrder.BIG_ENDIAN ? "big" : "little");
        json.name("linkage")
                .value(resolution.linkage().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (resolution.libc().isPresent()) {
            json.name("libc").value(resolution.libc().get().name().toLowerCase(Locale.ROOT));
        }
        if (resolution.interpreter().isPresent()) {
            json.name("interpreter").beginObject();
            JsonText.path(json, "path", resolution.interpreter().get().path());
            json.name("found").value(!resolution.interpreter().get().isMissing());
            json.name("requested").value(resolution.interpreter().get().requested());
            json.endObject();
        }
        json.name("complete").value(resolution.isComplete());
        objects(resolution.objects());
        json.name("requests").beginArray();
    }

    private void tail(Resolution resolution) throws IOException {
        json.endArray();
        versions(resolution.versionProblems());
        List<String> remarks = new ArrayList<>(resolution.unread());
        remarks.addAll(resolution.remarks());
        JsonText.lines(json, "remarks", remarks);
        json.endObject();
    }

    private void objects(List<LoadedObject> objects) throws IOException {
        json.name("objects").beginArray();
        for (LoadedObject object : objects) {
            json.beginObject();
            JsonText.path(json, "name", object.name());
            JsonText.path(json, "path", object.path());
            JsonText.path(json, "realPath", object.realPath().raw());
            json.name("foundBy").value(RawText.text(object.place().describe()));
            json.name("variants").beginArray();
            for (Variant variant : object.variants()) {
                json.beginObject();
                json.name("level").value(variant.level());
                JsonText.path(json, "path", variant.path());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
    }

    private void requests(List<Edge> edges) throws IOException {
        for (Edge edge : edges) {
            json.beginObject();
            JsonText.path(json, "from", edge.requester().path());
            json.name("kind").value(edge.kind().name().toLowerCase(Locale.ROOT));
            JsonText.path(json, "name", edge.name());
            if (edge.outcome() instanceof Outcome.Found found) {
                json.name("status").value("found");
                JsonText.path(json, "path", found.object().path());
            } else if (edge.outcome() instanceof Outcome.Fatal fatal) {
                json.name("status").value("fatal");
                JsonText.path(json, "path", fatal.path());
                json.name("reason").value(RawText.text(fatal.reason()));
                attempts(fatal.attempts());
            } else {
                json.name("status").value("missing");
                attempts(((Outcome.Missing) edge.outcome()).attempts());
            }
            json.endObject();
        }
    }

    private void attempts(List<Attempt> attempts) throws IOException {
        json.name("tried").beginArray();
        for (Attempt attempt : attempts) {
            json.beginObject();
            JsonText.path(json, "path", attempt.path());
            json.name("by").value(places.of(attempt.place()));
            json.name("outcome").value(attempt.outcome());
            json.endObject();
        }
        json.endArray();
    }

    private void versions(List<VersionProblem> problems) throws IOException {
        json.name("versionProblems").beginArray();
        for (VersionProblem problem : problems) {
            json.beginObject();
            JsonText.path(json, "from", problem.requester().path());
            JsonText.path(json, "path", problem.provider().path());
            json.name("version").value(RawText.text(problem.version()));
            json.name("error").value(problem.error());
            json.endObject();
        }
        json.endArray();
    }

    private interface Step {
        void run() throws IOException;
    }

    /** The output of a step, as raw text. */
    private String written(Step step) {
        try {
            step.run();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer does not fail", e);
        }
        String added = RawText.ofText(text.toString());
        text.getBuffer().setLength(0);
        return added;
    }
}
