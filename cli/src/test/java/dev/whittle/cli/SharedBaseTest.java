package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several images with one layer of the files that they have in common. */
class SharedBaseTest {
    private final Path directory;

    SharedBaseTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        String config = Images.CONFIG
                .substring(1, Images.CONFIG.length() - 1)
                .replace("\"a\":\"b\"", "\"a\":\"b\",\"org.opencontainers.image.base.name\":\"debian:12\"");
        byte[] lower = Images.layers().get(0);
        byte[] upper = Images.layers().get(1);
        byte[] changed = new TarFile().file("/etc/server.conf", "port=81\n").bytes();
        image("one", "linux/amd64", config, lower, upper);
        image("two", "linux/amd64", config, lower, upper, changed);
        image("arm", "linux/arm64", config, lower, upper);
    }

    private void image(String name, String platform, String config, byte[]... layers) throws IOException {
        ImageFiles files = new ImageFiles();
        String entry = ImageBuilder.of(layers)
                .tag(name + ":1")
                .platform(platform)
                .config(config)
                .legacy(files);
        files.put("manifest.json", "[" + entry + "]").tar(directory.resolve(name + ".tar"));
    }

    private Whittle.Result run(String... line) {
        return Whittle.in(directory).run(line);
    }

    private JsonObject blob(String digest) throws IOException {
        return JsonParser.parseString(Files.readString(directory.resolve("out/blobs/" + digest.replace(':', '/'))))
                .getAsJsonObject();
    }

    /** Digests of the manifests by name. */
    private Map<String, String> manifests() throws IOException {
        Map<String, String> manifests = new TreeMap<>();
        for (JsonElement element : JsonParser.parseString(Files.readString(directory.resolve("out/index.json")))
                .getAsJsonObject()
                .getAsJsonArray("manifests")) {
            manifests.put(
                    element.getAsJsonObject()
                            .getAsJsonObject("annotations")
                            .get("org.opencontainers.image.ref.name")
                            .getAsString(),
                    element.getAsJsonObject().get("digest").getAsString());
        }
        return manifests;
    }

    @Test
    void what_the_images_have_alike_is_one_layer_below_each() throws IOException {
        Whittle.Result result = run("slim", "one.tar", "two.tar", "--shared-base", "-o", "oci:out");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err())
                .startsWith("whittle: oci:out: 2 images on one layer of ")
                .contains("whittle: two.tar: OK: two:1-slim written to oci:out\n");
        Map<String, String> manifests = manifests();
        assertThat(manifests.keySet()).containsExactly("one:1-slim", "shared-base:latest", "two:1-slim");
        JsonArray base = blob(Objects.requireNonNull(manifests.get("shared-base:latest")))
                .getAsJsonArray("layers");
        assertThat(base).hasSize(1);
        for (String name : new String[] {"one:1-slim", "two:1-slim"}) {
            JsonObject manifest = blob(Objects.requireNonNull(manifests.get(name)));
            assertThat(manifest.getAsJsonArray("layers")).hasSize(2);
            assertThat(manifest.getAsJsonArray("layers").get(0)).isEqualTo(base.get(0));
            assertThat(manifest.getAsJsonObject("annotations"))
                    .hasToString("{\"org.opencontainers.image.base.digest\":\"" + manifests.get("shared-base:latest")
                            + "\"}");
            JsonObject config =
                    blob(manifest.getAsJsonObject("config").get("digest").getAsString());
            assertThat(config.getAsJsonObject("rootfs").getAsJsonArray("diff_ids"))
                    .hasSize(2);
            assertThat(config.getAsJsonArray("history"))
                    .extracting(
                            entry -> entry.getAsJsonObject().get("created_by").getAsString())
                    .containsExactly("whittle slim --shared-base", "whittle slim");
            assertThat(config.getAsJsonObject("config")
                            .getAsJsonObject("Labels")
                            .keySet())
                    .contains("a")
                    .doesNotContain("org.opencontainers.image.base.name");
        }
    }

    @Test
    void each_image_holds_what_it_would_alone() {
        assertThat(run("slim", "one.tar", "two.tar", "--shared-base", "-o", "oci:out")
                        .exit())
                .isZero();
        for (String name : new String[] {"one", "two"}) {
            assertThat(run("slim", name + ".tar", "-o", "oci:alone:" + name).exit())
                    .isZero();
            Whittle.Result diff = run("diff", "oci:alone:" + name, "oci:out:" + name + ":1-slim");
            assertThat(diff.out())
                    .contains("paths: 0 added, 0 removed, 0 changed")
                    .doesNotContain("/etc/");
        }
        assertThat(run("diff", "oci:out:one:1-slim", "oci:out:two:1-slim").out())
                .contains("/etc/server.conf");
    }

    @Test
    void the_same_input_gives_the_same_bytes() throws IOException {
        for (String file : new String[] {"a.tar", "b.tar"}) {
            assertThat(run("slim", "one.tar", "two.tar", "--shared-base", "-o", "docker-archive:" + file)
                            .exit())
                    .isZero();
        }
        assertThat(directory.resolve("a.tar")).hasSameBinaryContentAs(directory.resolve("b.tar"));
        assertThat(run("verify", "docker-archive:a.tar:two:1-slim").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one.tar two.tar -o oci:x | 2 | one SOURCE at a time: two.tar; several go together with --shared-base"
                        + " only",
                "one.tar one.tar --shared-base -o oci:x | 2 | a SOURCE is named twice",
                "one.tar two.tar --shared-base -o oci:x:tag | 2 | oci:x:tag: names one image; with --shared-base each"
                        + " has its own name",
                "one.tar two.tar --shared-base --tag x -o oci:x | 2 | --shared-base goes with neither --dry-run nor"
                        + " --tag nor several platforms: it writes images of one platform, each with its own name",
                "one.tar arm.tar --shared-base -o oci:x | 3 | one.tar is for linux/amd64, arm.tar for linux/arm64: a"
                        + " shared base is for one platform",
                "one.tar two.tar --shared-base -o dir:x | 2 | dir:x: a root alone, which is for one platform; choose"
                        + " one with --platform, or write oci:DIR",
            })
    void mistakes_are_told(String line, int exit, String message) {
        Whittle.Result result = run(("slim " + line).split(" "));
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(directory.resolve("x")).doesNotExist();
    }
}
