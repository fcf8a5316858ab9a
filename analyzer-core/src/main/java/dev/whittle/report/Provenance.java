package dev.whittle.report;

import com.google.gson.stream.JsonWriter;
import dev.whittle.bytes.RawText;
import dev.whittle.image.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How an image was made, as an in-toto statement with the predicate of SLSA 1.0 (slsa.dev/spec/v1.0/provenance). Nothing in it
 * depends on time or place, so that the same work gives the same bytes; it is not signed.
 *
 * @param name of the image that was made, raw
 * @param manifest its digest
 * @param source the image that it was made of, as a person named it, raw
 * @param parts digests of the source, by what they are of: {@code manifest}, {@code config}
 * @param options of the command line, raw
 * @param version of this tool
 */
public record Provenance(
        String name, Digest manifest, String source, Map<String, Digest> parts, List<String> options, String version) {
    public static final String STATEMENT = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE = "https://slsa.dev/provenance/v1";

    private static final String BUILD_TYPE = "https://whittle.dev/slim/v1";
    private static final String BUILDER = "https://whittle.dev/cli";

    public Provenance {
        parts = Map.copyOf(parts);
        options = List.copyOf(options);
    }

    /** As JSON, raw. */
    public String json() {
        return JsonText.document(json -> {
            json.name("_type").value(STATEMENT);
            json.name("subject").beginArray().beginObject();
            json.name("name").value(RawText.text(name));
            digest(json, manifest);
            json.endObject().endArray();
            json.name("predicateType").value(PREDICATE);
            json.name("predicate").beginObject();
            definition(json);
            json.name("runDetails").beginObject();
            json.name("builder").beginObject();
            json.name("id").value(BUILDER);
            json.name("version").beginObject().name("whittle").value(version).endObject();
            json.endObject();
            json.endObject();
            json.endObject();
        });
    }

    private void definition(JsonWriter json) throws IOException {
        json.name("buildDefinition").beginObject();
        json.name("buildType").value(BUILD_TYPE);
        json.name("externalParameters").beginObject();
        json.name("source").value(RawText.text(source));
        json.name("arguments").beginArray();
        for (String option : options) {
            json.value(RawText.text(option));
        }
        json.endArray();
        json.endObject();
        json.name("resolvedDependencies").beginArray();
        for (String part : parts.keySet().stream().sorted().toList()) {
            json.beginObject();
            json.name("name").value(part);
            json.name("uri").value(RawText.text(source));
            digest(json, Objects.requireNonNull(parts.get(part)));
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    private static void digest(JsonWriter json, Digest digest) throws IOException {
        json.name("digest").beginObject();
        json.name(digest.algorithm().id()).value(digest.hex());
        json.endObject();
    }
}
