package dev.whittle.source;

import static dev.whittle.source.SourceScene.image;
import static dev.whittle.source.SourceScene.layer;
import static dev.whittle.source.SourceScene.manifestJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A damaged docker archive is reported with the location and the fault. */
class BadDockerArchiveTest {
    private final SourceScene scene;
    private final ImageFiles files = new ImageFiles();
    private final String entry = image("one").tag("a:1").legacy(files);
    private final String config = entry.replaceAll(".*Config\":\"([^\"]*).*", "$1");
    private final String layer = entry.replaceAll(".*Layers\":\\[\"([^\"]*).*", "$1");

    BadDockerArchiveTest(@TempDir Path directory) {
        scene = new SourceScene(directory);
        manifestJson(files, entry);
    }

    private String refusal() throws IOException {
        files.tar(scene.directory().resolve("n.tar"));
        return scene.refusal("docker-archive:n.tar").replace(layer, "LAYER").replace(config, "CONFIG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                | manifest.json: not JSON: empty",
                "{                                 | manifest.json: not JSON: at line 1 column 2",
                "{}                                | manifest.json: not an array of images",
                "[]                                | manifest.json: holds no image",
                "[1]                               | manifest.json: an image is not an object",
                "[{}]                              | manifest.json: an image without Config",
                "[{\"Config\":1}]                  | manifest.json: Config is not a string",
                "[{\"Config\":\"../x\"}]           | manifest.json: names a file outside of it: ../x",
                "[{\"Config\":\"/x\"}]             | manifest.json: names a file outside of it: /x",
                "[{\"Config\":\"a/../../x\"}]      | manifest.json: names a file outside of it: a/../../x",
                "[{\"Config\":\"\"}]               | manifest.json: names a file by nothing",
                "[{\"Config\":\"none\"}]           | none: is not there",
                "[{\"Config\":\"C\",\"Layers\":1}] | manifest.json: Layers is not an array",
                "[{\"Config\":\"C\"}]              | CONFIG: has 1 diff_ids for 0 layers",
                "[{\"Config\":\"C\",\"Layers\":[\"x\"]}]  | x: a layer that is not in the archive, though manifest.json names it",
                "[{\"Config\":\"C\",\"Layers\":[\"../x\"]}]  | manifest.json: names a file outside of it: ../x",
                "[{\"Config\":\"C\",\"Layers\":[\"/etc/passwd\"]}] | manifest.json: names a file outside of it: /etc/passwd",
            })
    void its_list_is_checked(String json, String refusal) throws IOException {
        files.put("manifest.json", json.replace("\"C\"", "\"" + config + "\""));
        assertThat(refusal()).isEqualTo(refusal);
    }

    @Test
    void it_needs_its_list() throws IOException {
        files.remove("manifest.json");
        assertThat(refusal())
                .isEqualTo(
                        "manifest.json: is not there, so this is not a docker archive (Docker writes it since 1.10)");
    }

    @Test
    void a_document_has_a_bounded_size() throws IOException {
        files.put("manifest.json", " ".repeat(Documents.MAX_DOCUMENT + 1));
        assertThat(refusal())
                .isEqualTo("manifest.json: has 8388609 bytes; no document of an image has more than 8388608");
    }

    @Test
    void a_configuration_is_what_it_is_named_after() throws IOException {
        files.edit(config, text -> text.replace("amd64", "arm64"));
        assertThat(refusal())
                .isEqualTo("CONFIG: is damaged or was changed: its digest is sha256:"
                        + ImageBuilder.hex(files.text(config).getBytes(StandardCharsets.UTF_8))
                        + ", not sha256:" + config.replace(".json", ""));
    }

    @Test
    void a_layer_is_what_the_configuration_says() throws IOException {
        files.put(layer, layer("name", "two"));
        assertThat(refusal()).matches("LAYER: " + ".*" + Pattern.quote(ImageBuilder.hex(layer("name", "one"))) + ".*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../../etc/passwd | LAYER: a link that leads out of the archive: ../../../etc/passwd",
                "/etc/passwd         | LAYER: a link to etc/passwd, which is not in the archive",
                "../none/layer.tar   | LAYER: a link to none/layer.tar, which is not in the archive",
                "layer.tar           | LAYER: too many links",
            })
    void a_link_of_a_layer_stays_inside(String target, String refusal) throws IOException {
        files.remove(layer).link(layer, target);
        assertThat(refusal()).isEqualTo(refusal);
    }

    @Test
    void what_is_named_twice_is_not_guessed() throws IOException {
        byte[] twice = files.tarBuilder().file("manifest.json", "[]").build();
        Files.write(scene.directory().resolve("n.tar"), twice);
        assertThat(scene.refusal("docker-archive:n.tar")).isEqualTo("manifest.json: is in the archive twice");
    }

    @Test
    void an_entry_outside_is_refused() throws IOException {
        files.put("../x", "");
        assertThat(refusal()).isEqualTo("n.tar: an entry outside of the archive: ../x");
    }
}
