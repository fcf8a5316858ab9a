package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.whittle.bytes.RawText;
import dev.whittle.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an image to a smaller one. */
class SlimImageTest {
    private final Path directory;

    SlimImageTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    @Test
    void it_holds_what_the_image_starts_with_owners_and_modes_as_they_were() throws IOException {
        assertThat(slim().entries())
                .containsOnly(
                        entry("bin/", "5 0755 0:0"),
                        entry("bin/busybox", "0 0755 0:0"),
                        entry("bin/sh", "2 0777 0:0 /bin/busybox"),
                        entry("data/", "5 2775 101:102"),
                        entry("data/seed", "0 0644 0:0"),
                        entry("entrypoint.sh", "0 0755 0:0"),
                        entry("etc/", "5 0755 0:0"),
                        entry("etc/group", "0 0644 0:0"),
                        entry("etc/passwd", "0 0644 0:0"),
                        entry("etc/server.conf", "0 0644 0:0"),
                        entry("lib/", "5 0755 0:0"),
                        entry("lib/ld-musl-x86_64.so.1", "0 0755 0:0"),
                        entry("root/", "5 0700 0:0"),
                        entry("tmp/", "5 1777 0:0"),
                        entry("usr/", "5 0755 0:0"),
                        entry("usr/lib/", "5 0755 0:0"),
                        entry("usr/lib/libone.so.1", "2 0777 0:0 libone.so.1.2"),
                        entry("usr/lib/libone.so.1.2", "0 0644 0:0"),
                        entry("usr/sbin/", "5 0755 0:0"),
                        entry("usr/sbin/server", "0 0755 0:0"),
                        entry("var/", "5 0755 0:0"),
                        entry("var/web/", "5 0750 101:102"));
    }

    @Test
    void its_configuration_is_whole() throws IOException {
        SlimmedImage image = slim();
        JsonObject expected = JsonParser.parseString(Images.CONFIG).getAsJsonObject();
        JsonObject config = image.config();
        config.remove("Labels");
        expected.remove("Labels");
        assertThat(config).isEqualTo(expected);
        assertThat(image.document().get("architecture").getAsString()).isEqualTo("amd64");
        assertThat(image.document().get("created").getAsString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(image.document().getAsJsonArray("history")).hasSize(1);
    }

    @Test
    void notes_about_the_source_are_labels_of_our_own() throws IOException {
        JsonObject labels = slim().config().getAsJsonObject("Labels");
        assertThat(labels.keySet()).containsExactly("a", "dev.whittle.version", "dev.whittle.source.id");
        String config = RawText.of(TarListing.of(Images.server()).content(configName()));
        assertThat(labels.get("dev.whittle.source.id").getAsString())
                .isEqualTo(Digest.sha256(RawText.bytes(config)).toString());
    }

    @Test
    void its_name_has_slim_behind_it() throws IOException {
        assertThat(slim().tags()).isEqualTo("[\"web/server:1.0-slim\"]");
        assertThat(slim("--tag", "other").tags()).isEqualTo("[\"other:latest\"]");
    }

    @Test
    void a_name_in_the_destination_holds() throws IOException {
        assertThat(run("docker-archive:x.tar:named:1", "--tag", "named:1").exit())
                .isZero();
        assertThat(SlimmedImage.of(Files.readAllBytes(directory.resolve("x.tar")))
                        .tags())
                .isEqualTo("[\"named:1\"]");
    }

    @Test
    void options_change_the_configuration() throws IOException {
        JsonObject config = slim(
                        "--entrypoint",
                        "server -c '/etc/my conf'",
                        "--cmd",
                        "[\"a b\"]",
                        "--user",
                        "101:102",
                        "--env",
                        "COLOUR=red",
                        "--env",
                        "NEW=",
                        "--label",
                        "x=y=z")
                .config();
        assertThat(config.get("Entrypoint")).hasToString("[\"server\",\"-c\",\"/etc/my conf\"]");
        assertThat(config.get("Cmd")).hasToString("[\"a b\"]");
        assertThat(config.get("User").getAsString()).isEqualTo("101:102");
        assertThat(config.get("Env")).hasToString("[\"PATH=/usr/sbin:/bin\",\"COLOUR=red\",\"NEW=\"]");
        assertThat(config.getAsJsonObject("Labels").get("x").getAsString()).isEqualTo("y=z");
    }

    @Test
    void words_may_look_like_options() throws IOException {
        assertThat(slim("--entrypoint", "server", "--cmd", "--version").config().get("Cmd"))
                .hasToString("[\"--version\"]");
        assertThat(slim("--cmd=-v").config().get("Cmd")).hasToString("[\"-v\"]");
        assertThat(run("oci:x", "--cmd").err())
                .isEqualTo("whittle: --cmd needs a value: --cmd WORDS; see whittle slim --help\n");
    }

    @Test
    void a_new_entrypoint_drops_the_arguments_of_the_old_one() throws IOException {
        Whittle.Result result = run("docker-archive:out.tar", "--entrypoint", "server");
        assertThat(result.exit()).isZero();
        assertThat(result.err())
                .contains("  note: --entrypoint drops the image's Cmd, as docker run does (--cmd sets one):"
                        + " server -c /etc/server.conf\n");
        SlimmedImage image = SlimmedImage.of(Files.readAllBytes(directory.resolve("out.tar")));
        assertThat(image.config().get("Cmd")).hasToString("[]");
        assertThat(image.entries()).doesNotContainKeys("bin/busybox", "entrypoint.sh", "etc/server.conf");
    }

    @Test
    void the_environment_is_that_of_the_image() throws IOException {
        assertThat(slim("--env", "PATH=/bin", "--entrypoint", "/usr/sbin/server", "--cmd", "unused")
                        .entries())
                .containsKey("bin/unused");
    }

    @Test
    void more_can_be_kept_and_some_left_out() throws IOException {
        Files.writeString(directory.resolve("more"), "/bin/unused\n");
        Files.writeString(directory.resolve("host"), "of the host");
        SlimmedImage image = slim(
                "--include", "usr/share/*", "--include-from", "more", "--add", "host:/opt/", "--exclude", "/data/seed");
        assertThat(image.entries())
                .containsKeys("usr/share/doc/manual", "bin/unused", "opt/host", "data/")
                .doesNotContainKeys("data/seed", "usr/share/old");
    }

    @Test
    void the_same_image_gives_the_same_bytes() throws IOException {
        assertThat(run("docker-archive:one.tar").exit()).isZero();
        Files.copy(directory.resolve("server.tar"), directory.resolve("copy.tar"));
        assertThat(Whittle.in(directory)
                        .run("slim", "docker-archive:copy.tar", "-o", "docker-archive:two.tar")
                        .exit())
                .isZero();
        assertThat(directory.resolve("two.tar")).hasSameBinaryContentAs(directory.resolve("one.tar"));
    }

    @Test
    void from_a_pipe_into_a_pipe() throws IOException {
        Whittle.Result result = Whittle.in(directory)
                .with("TMPDIR", directory.toString())
                .input(RawText.of(Images.server()))
                .run("slim", "-");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(run("docker-archive:file.tar").exit()).isZero();
        assertThat(RawText.bytes(result.out())).isEqualTo(Files.readAllBytes(directory.resolve("file.tar")));
        assertThat(result.err()).startsWith("whittle: OK: web/server:1.0-slim written to standard output\n");
    }

    @Test
    void a_root_without_a_configuration_gets_one() throws IOException {
        Files.write(directory.resolve("root.tar"), Images.layers().get(0));
        Whittle.Result result = Whittle.in(directory)
                .run("slim", "tar:root.tar", "-o", "docker-archive:out.tar", "--entrypoint", "/bin/unused");
        assertThat(result.exit()).as(result.err()).isZero();
        JsonObject document = SlimmedImage.of(Files.readAllBytes(directory.resolve("out.tar")))
                .document();
        assertThat(document.get("architecture").getAsString()).isEqualTo("amd64");
        assertThat(document.get("os").getAsString()).isEqualTo("linux");
        assertThat(document.getAsJsonObject("config").get("Entrypoint")).hasToString("[\"/bin/unused\"]");
    }

    private SlimmedImage slim(String... options) throws IOException {
        Whittle.Result result = run("docker-archive:out.tar", options);
        assertThat(result.exit()).as(result.err()).isZero();
        return SlimmedImage.of(Files.readAllBytes(directory.resolve("out.tar")));
    }

    private Whittle.Result run(String destination, String... options) {
        List<String> line = new ArrayList<>(List.of("slim", "docker-archive:server.tar", "-o", destination));
        line.addAll(Arrays.asList(options));
        return Whittle.in(directory).run(line.toArray(new String[0]));
    }

    private static Map.Entry<String, String> entry(String path, String line) {
        return Map.entry(path, line);
    }

    private static String configName() {
        return JsonParser.parseString(RawText.of(TarListing.of(Images.server()).content("manifest.json")))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("Config")
                .getAsString();
    }
}
