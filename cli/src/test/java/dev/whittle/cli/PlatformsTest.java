package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of several platforms: slimmed in one run, and looked at. */
class PlatformsTest {
    private static final List<String> ALL = List.of("linux/amd64", "linux/arm64/v8", "linux/s390x");

    private final Path directory;

    PlatformsTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        ImageFiles files = new ImageFiles();
        String config = Images.CONFIG.substring(1, Images.CONFIG.length() - 1);
        List<String> descriptors = new ArrayList<>();
        for (String platform : ALL) {
            descriptors.add(ImageBuilder.of(Images.layers().toArray(new byte[0][]))
                    .platform(platform)
                    .config(config)
                    .gzip()
                    .manifest(files));
        }
        descriptors.add(ImageBuilder.annotated(
                ImageBuilder.of(SmallLayer.BYTES).platform("unknown/unknown").manifest(files),
                "vnd.docker.reference.type",
                "attestation-manifest"));
        String index = ImageBuilder.index(files, descriptors.toArray(new String[0]));
        ImageBuilder.layout(files, ImageBuilder.tagged(index, "1")).directory(this.directory.resolve("server"));
    }

    /** What an attestation lies in. */
    private static final class SmallLayer {
        static final byte[] BYTES = new TarFile().file("/x", "y").bytes();
    }

    private Whittle.Result run(String... line) {
        return Whittle.in(directory).run(line);
    }

    private Whittle.Result slim(String... more) {
        return run(
                Stream.concat(Stream.of("slim", "oci:server"), Stream.of(more)).toArray(String[]::new));
    }

    private JsonObject blob(String layout, String digest) throws IOException {
        return JsonParser.parseString(
                        Files.readString(directory.resolve(layout + "/blobs/" + digest.replace(':', '/'))))
                .getAsJsonObject();
    }

    /** Manifests of the only image of a layout by platform. */
    private Map<String, JsonObject> manifests(String layout) throws IOException {
        JsonArray images = JsonParser.parseString(Files.readString(directory.resolve(layout + "/index.json")))
                .getAsJsonObject()
                .getAsJsonArray("manifests");
        assertThat(images).hasSize(1);
        String digest = images.get(0).getAsJsonObject().get("digest").getAsString();
        Map<String, JsonObject> manifests = new TreeMap<>();
        for (JsonElement element : blob(layout, digest).getAsJsonArray("manifests")) {
            JsonObject platform = element.getAsJsonObject().getAsJsonObject("platform");
            manifests.put(platform.get("architecture").getAsString(), element.getAsJsonObject());
        }
        return manifests;
    }

    @Test
    void every_platform_is_slimmed_into_one_new_index() throws IOException {
        Whittle.Result result = slim("--platform", "all", "-o", "oci:slim");
        assertThat(result.err())
                .startsWith("whittle: oci:slim: 1-slim, index sha256:")
                .contains(" of 3 platforms\n")
                .contains("whittle: linux/arm64/v8: OK: 1-slim written to oci:slim\n")
                .contains("whittle: 1 attestation left out: what they say is about the image as it was\n");
        assertThat(result.exit()).isZero();
        assertThat(manifests("slim").keySet()).containsExactly("amd64", "arm64", "s390x");
    }

    @Test
    void each_image_is_the_one_that_a_run_for_its_platform_makes() throws IOException {
        assertThat(slim("--platform", "all", "-o", "oci:slim").exit()).isZero();
        assertThat(slim("--platform", "linux/s390x", "-o", "oci:one").exit()).isZero();
        JsonObject one = JsonParser.parseString(Files.readString(directory.resolve("one/index.json")))
                .getAsJsonObject()
                .getAsJsonArray("manifests")
                .get(0)
                .getAsJsonObject();
        assertThat(Objects.requireNonNull(manifests("slim").get("s390x")).get("digest"))
                .isEqualTo(one.get("digest"));
    }

    @Test
    void the_same_input_gives_the_same_bytes() throws IOException {
        assertThat(slim("--platform", "all", "-o", "oci-archive:a.tar").exit()).isZero();
        assertThat(slim("--platform", "linux/s390x,linux/amd64,linux/arm64", "-o", "oci-archive:b.tar")
                        .exit())
                .isZero();
        assertThat(directory.resolve("a.tar")).hasSameBinaryContentAs(directory.resolve("b.tar"));
    }

    @Test
    void other_platforms_are_left_out_and_said_so() throws IOException {
        Whittle.Result result = slim("--platform", "linux/amd64,linux/s390x", "-o", "oci:slim");
        assertThat(result.err()).contains("left out: linux/arm64/v8; --keep-other-platforms copies them unchanged\n");
        assertThat(manifests("slim").keySet()).containsExactly("amd64", "s390x");
    }

    @Test
    void other_platforms_are_copied_unchanged_if_asked_for() throws IOException {
        Whittle.Result result =
                slim("--image-platform", "linux/amd64", "--keep-other-platforms", "-o", "oci:slim:mine");
        assertThat(result.err()).contains("copied unchanged: linux/arm64/v8, linux/s390x\n");
        Map<String, JsonObject> before = manifests("server");
        Map<String, JsonObject> after = manifests("slim");
        assertThat(after.get("arm64")).isEqualTo(before.get("arm64"));
        assertThat(after.get("s390x")).isEqualTo(before.get("s390x"));
        assertThat(after.get("amd64")).isNotEqualTo(before.get("amd64"));
        assertThat(run("diff", "oci:server", "oci:slim", "--platform", "all", "--summary")
                        .outLines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("linux/amd64: "),
                        second -> assertThat(second).startsWith("linux/arm64/v8: no difference"),
                        third -> assertThat(third).startsWith("linux/s390x: no difference"));
    }

    @Test
    void a_docker_archive_has_all_of_them_too() throws IOException {
        assertThat(slim("--platform", "all", "-o", "docker-archive:slim.tar").exit())
                .isZero();
        assertThat(run("verify", "docker-archive:slim.tar", "--platform", "all").outLines())
                .filteredOn(line -> line.contains(": OK: nothing is missing"))
                .hasSize(3);
    }

    @Test
    void reports_and_bills_are_files_of_each_platform() throws IOException {
        assertThat(slim("--platform", "all", "-o", "oci:slim", "--report", "r.json", "--sbom", "x/.b.cdx.json")
                        .err())
                .contains("make its directory first");
        assertThat(directory.resolve("slim")).doesNotExist();
        Files.createDirectory(directory.resolve("x"));
        assertThat(slim("--platform", "all", "-o", "oci:slim", "--report", "r.json", "--sbom", "x/.b.cdx.json")
                        .exit())
                .isZero();
        for (String platform : List.of("linux-amd64", "linux-arm64-v8", "linux-s390x")) {
            assertThat(directory.resolve("r-" + platform + ".json")).content().contains("dev.whittle.slim/");
            assertThat(directory.resolve("x/.b-" + platform + ".cdx.json")).exists();
        }
    }

    @Test
    void a_dry_run_says_of_each_line_what_it_is_about() {
        Whittle.Result result = slim("--platform", "linux/s390x,linux/amd64", "--dry-run");
        assertThat(result.exit()).isZero();
        assertThat(result.outLines()).allMatch(line -> line.matches("linux/(amd64|s390x): .*"));
        assertThat(result.out()).contains("linux/s390x: ").contains("linux/amd64: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-o dir:x           | dir:x: a root alone, which is for one platform; choose one with --platform, or"
                        + " write oci:DIR",
                "-o docker-daemon:x | docker-daemon:x: an engine's own store has one platform of an image; choose one"
                        + " with --platform, or write oci:DIR",
            })
    void what_takes_one_image_is_refused(String output, String message) {
        Whittle.Result result = slim(("--platform all " + output).split(" "));
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(2);
    }

    @Test
    void a_failure_says_which_platform_it_is_about_and_leaves_nothing() throws IOException {
        try (Stream<Path> blobs = Files.list(directory.resolve("server/blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                String text = Files.readString(blob, StandardCharsets.ISO_8859_1);
                if (text.contains("\"architecture\":\"s390x\"") && text.contains("diff_ids")) {
                    Files.writeString(blob, text.replace("web", "wib"), StandardCharsets.ISO_8859_1);
                }
            }
        }
        Whittle.Result result = slim("--platform", "all", "-o", "oci:slim");
        assertThat(result.err())
                .startsWith("whittle: linux/s390x: server: blobs/sha256/")
                .contains("damaged");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(directory.resolve("slim")).doesNotExist();
    }

    @Test
    void an_image_that_comes_alone_stays_alone() throws IOException {
        assertThat(slim("--platform", "linux/amd64", "-o", "oci:one").exit()).isZero();
        Whittle.Result result = run("slim", "oci:one", "--platform", "all", "-o", "oci:two:x");
        assertThat(result.err()).startsWith("whittle: OK: x written to oci:two:x\n");
    }

    @Test
    void commands_that_look_say_of_each_line_what_it_is_about() {
        Whittle.Result scan = run("scan", "oci:server", "--platform", "all");
        assertThat(scan.outLines()).isNotEmpty().allMatch(line -> ALL.contains(line.split(": ", 2)[0]));
        Whittle.Result ldd =
                run("ldd", "--from", "oci:server", "--platform", "all", "--format", "list", "/bin/busybox");
        assertThat(ldd.outLines())
                .containsExactlyElementsOf(ALL.stream()
                        .map(value -> value + ": /lib/ld-musl-x86_64.so.1")
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "scan oci:server --format json --platform all",
        "verify oci:server --format json --platform all",
        "ldd --from oci:server --format json --platform all /bin/busybox",
        "diff oci:server oci:server --format json --platform all",
    })
    void json_has_an_object_for_each(String line) {
        Whittle.Result result = run(line.split(" "));
        JsonObject document = JsonParser.parseString(result.out()).getAsJsonObject();
        assertThat(document.get("schema").getAsString()).isEqualTo("dev.whittle.platforms/1");
        List<String> platforms = new ArrayList<>();
        for (JsonElement image : document.getAsJsonArray("images")) {
            platforms.add(image.getAsJsonObject().get("platform").getAsString());
            assertThat(image.getAsJsonObject().get("schema").getAsString()).startsWith("dev.whittle.");
        }
        assertThat(platforms).isEqualTo(ALL);
    }

    @Test
    void sarif_has_a_run_for_each() {
        String out = run("scan", "oci:server", "--format", "sarif", "--platform", "all")
                .out();
        JsonArray runs = JsonParser.parseString(out).getAsJsonObject().getAsJsonArray("runs");
        assertThat(runs).hasSize(3);
        assertThat(runs.get(1).getAsJsonObject().getAsJsonObject("automationDetails"))
                .hasToString("{\"id\":\"linux/arm64/v8/\"}");
    }

    @Test
    void a_platform_that_one_side_lacks_is_a_difference() {
        assertThat(slim("--platform", "linux/s390x", "--keep-other-platforms", "-o", "oci:a")
                        .exit())
                .isZero();
        assertThat(slim("--platform", "linux/s390x,linux/amd64", "-o", "oci:b").exit())
                .isZero();
        Whittle.Result result = run("diff", "oci:a", "oci:b", "--platform", "all");
        assertThat(result.out()).contains("linux/arm64/v8: only in oci:a\n");
        assertThat(result.exit()).isEqualTo(1);
    }

    @Test
    void bills_go_to_files() {
        Whittle.Result refused = run("sbom", "oci:server", "--platform", "all");
        assertThat(refused.err()).contains("each platform has a bill of its own");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(run("sbom", "oci:server", "--platform", "all", "-o", "bill.cdx.json")
                        .exit())
                .isZero();
        assertThat(directory.resolve("bill-linux-s390x.cdx.json")).exists();
    }

    @Test
    void other_commands_take_one_platform() {
        Whittle.Result result = run("why", "--from", "oci:server", "--platform", "all", "/bin/sh");
        assertThat(result.err()).contains("--platform all: name one platform, such as linux/arm64");
        assertThat(result.exit()).isEqualTo(2);
    }
}
