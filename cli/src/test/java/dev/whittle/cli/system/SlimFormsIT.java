package dev.whittle.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of the input does not affect the slim image. */
@Tag("system")
class SlimFormsIT {
    @Test
    void the_same_image_in_every_form_gives_the_same_layer(@TempDir Path temp)
            throws IOException, InterruptedException {
        Report report = new Report("slim-forms")
                .add("| image as written by | config before | layer (diffID) | image |", "|---|---|---|---|");
        Map<String, List<String>> imagesByConfig = new TreeMap<>();
        List<String> layers = new ArrayList<>();
        Map<String, String> forms = new ImageForms(temp).all();
        for (Map.Entry<String, String> form : forms.entrySet()) {
            Path layout = temp.resolve("slim-" + layers.size());
            Whittle.built()
                    .run("slim", form.getValue(), "-o", "oci:" + layout + ":slim")
                    .succeeds();
            JsonObject manifest = blob(
                    layout,
                    json(layout.resolve("index.json"))
                            .getAsJsonArray("manifests")
                            .get(0)
                            .getAsJsonObject());
            JsonObject config = blob(layout, manifest.getAsJsonObject("config"));
            String image = manifest.getAsJsonObject("config").get("digest").getAsString();
            String layer =
                    config.getAsJsonObject("rootfs").getAsJsonArray("diff_ids").toString();
            String before = configDigest(ImageForms.uncompressed(form.getValue(), forms));
            report.add("| %s | `%.12s` | `%.12s` | `%.12s` |"
                    .formatted(form.getKey(), before.substring(7), layer.substring(9), image.substring(7)));
            imagesByConfig.computeIfAbsent(before, key -> new ArrayList<>()).add(image);
            layers.add(layer);
        }
        report.write();
        assertThat(layers).hasSizeGreaterThanOrEqualTo(8);
        assertThat(layers.stream().distinct()).as("%s", layers).hasSize(1);
        assertThat(imagesByConfig).as("forms that share a config").hasSizeLessThan(layers.size());
        assertThat(imagesByConfig.values())
                .allSatisfy(images -> assertThat(images.stream().distinct()).hasSize(1));
    }

    /** As read by skopeo, which shows a config's bytes unchanged. */
    private static String configDigest(String source) throws IOException, InterruptedException {
        Ended ended = Command.bash(
                        "\"$1\" inspect --raw --config \"$2\" | sha256sum",
                        List.of(Setup.tool("skopeo").toString(), source))
                .run()
                .succeeds();
        return "sha256:" + ended.out().substring(0, 64);
    }

    private static JsonObject blob(Path layout, JsonObject descriptor) throws IOException {
        String digest = descriptor.get("digest").getAsString();
        return json(layout.resolve("blobs/sha256").resolve(digest.substring("sha256:".length())));
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
