package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ImageBuilder;
import dev.whittle.testdata.ImageFiles;
import dev.whittle.testdata.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores of images, each with the programs that let images in and out; here they are scripts. */
class StoresTest {
    private final Path directory;

    StoresTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(this.directory.resolve("server.tar"), Images.server());
    }

    /** A program that notes what it is told, writes the image if it is told to write one, and else keeps what it reads. */
    private void program(String name) throws IOException {
        Tree.at(directory).file("/bin/" + name, """
            #!/bin/sh
            echo "$*" >said
            case "$*" in
            *import* | load* | pull* | *stdin*) PATH=/bin:/usr/bin; cat >loaded.tar ;;
            *) PATH=/bin:/usr/bin; cat server.tar ;;
            esac
            """).mode("/bin/" + name, "rwxr-xr-x");
    }

    private Whittle.Result run(String... line) {
        return Whittle.in(directory)
                .with("PATH", directory.resolve("bin").toString())
                .with("TMPDIR", directory.toString())
                .run(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "podman  | containers-storage:web:1 | save web:1",
                "podman  | containers-storage:web   | save web:latest",
                "buildah | containers-storage:web:1 | push -q web:1 docker-archive:/dev/stdout:web:1",
                "skopeo  | containers-storage:web:1 | copy -q containers-storage:web:1"
                        + " docker-archive:/dev/stdout:web:1",
                "nerdctl | containerd:web:1         | save web:1",
                "ctr     | containerd:web:1         | images export - docker.io/library/web:1",
                "ctr     | containerd:a.example/web | images export - a.example/web:latest",
                "podman  | docker-daemon:web:1      | save web:1",
            })
    void an_image_is_asked_for_in_the_words_of_the_program(String program, String source, String words)
            throws IOException {
        program(program);
        Whittle.Result result = run("verify", source);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(directory.resolve("said")).hasContent(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "podman  | containers-storage | load",
                "buildah | containers-storage | pull -q docker-archive:/dev/stdin",
                "skopeo  | containers-storage | copy -q docker-archive:/dev/stdin containers-storage:web:mini",
                "nerdctl | containerd         | load --all-platforms",
                "ctr     | containerd         | images import --all-platforms -",
            })
    void an_image_is_handed_over_in_the_words_of_the_program(String program, String store, String words)
            throws IOException {
        program(program);
        Whittle.Result result = run("slim", "server.tar", "-o", store + ":web:mini");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(directory.resolve("said")).hasContent(words);
        assertThat(SlimmedImage.of(Files.readAllBytes(directory.resolve("loaded.tar")))
                        .tags())
                .isEqualTo("[\"web:mini\"]");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("bin", "server.tar", "said", "loaded.tar");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "all, --all-platforms",
        "linux/amd64, --platform linux/amd64",
        "'linux/amd64,linux/arm64', --all-platforms",
    })
    void containerd_is_told_which_platforms_are_wanted(String platforms, String words) throws IOException {
        program("ctr");
        run("verify", "containerd:web:1", "--platform", platforms);
        assertThat(directory.resolve("said")).hasContent("images export " + words + " - docker.io/library/web:1");
    }

    @Test
    void a_store_that_has_one_platform_takes_no_index() throws IOException {
        program("podman");
        Whittle.Result result = run("slim", "server.tar", "--platform", "all", "-o", "containers-storage:web:mini");
        assertThat(result.exit())
                .as("one image that comes alone: %s", result.err())
                .isZero();
    }

    @Test
    void without_a_program_there_is_one_line() {
        assertThat(run("verify", "containerd:web:1").err())
                .isEqualTo(
                        "whittle: containerd:web:1: neither nerdctl nor ctr is in PATH; --engine names one, or save the"
                                + " image to a file elsewhere\n");
        assertThat(run("slim", "server.tar", "-o", "containers-storage:web:mini")
                        .err())
                .startsWith("whittle: none of podman, buildah and skopeo is in PATH;");
    }

    @Test
    void the_source_is_not_written_over() throws IOException {
        program("podman");
        assertThat(run("slim", "containers-storage:web:1", "-o", "containers-storage:web:1")
                        .err())
                .isEqualTo("whittle: containers-storage:web:1: is the source itself; give the new image another tag\n");
    }

    @ParameterizedTest
    @CsvSource({"-:b:1", "stdin:b:1"})
    void an_image_of_a_pipe_is_named(String source) throws IOException {
        byte[] two = archive(List.of("a:1"), List.of("b:1"));
        Whittle.Result which = piped(two, "verify", "-");
        assertThat(which.err()).endsWith("say which, as docker-archive:FILE:NAME, or -:NAME of a pipe: a:1, b:1\n");
        assertThat(piped(two, "verify", source).exit()).isZero();
        assertThat(piped(two, "ldd", "--from", source, "--format", "list", "/bin/busybox")
                        .outLines())
                .contains("/lib/ld-musl-x86_64.so.1");
        Whittle.Result slim = piped(two, "slim", source, "-o", "docker-archive:slim.tar");
        assertThat(slim.err()).startsWith("whittle: OK: b:1-slim written to docker-archive:slim.tar\n");
    }

    private Whittle.Result piped(byte[] archive, String... line) {
        return Whittle.in(directory).input(new ByteArrayInputStream(archive)).run(line);
    }

    /** An archive of images with these names each. */
    @SafeVarargs
    private byte[] archive(List<String>... images) throws IOException {
        ImageFiles files = new ImageFiles();
        List<String> entries = new ArrayList<>();
        for (List<String> tags : images) {
            String config =
                    Images.CONFIG.substring(1, Images.CONFIG.length() - 1).replace("blue", tags.get(0));
            ImageBuilder image =
                    ImageBuilder.of(Images.layers().toArray(new byte[0][])).config(config);
            tags.forEach(image::tag);
            entries.add(image.legacy(files));
        }
        Path file = directory.resolve("made.tar");
        files.put("manifest.json", "[" + String.join(",", entries) + "]").tar(file);
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }

    @Test
    void all_names_of_an_image_are_kept_unless_one_is_asked_for() throws IOException {
        byte[] image = archive(List.of("web:1", "web:latest", "other:2"));
        Files.write(directory.resolve("named.tar"), image);
        assertThat(run("slim", "named.tar", "-o", "docker-archive:all.tar").err())
                .startsWith(
                        "whittle: OK: web:1-slim, web:latest-slim, other:2-slim written to docker-archive:all.tar\n");
        assertThat(SlimmedImage.of(Files.readAllBytes(directory.resolve("all.tar")))
                        .tags())
                .isEqualTo("[\"web:1-slim\",\"web:latest-slim\",\"other:2-slim\"]");
        run("slim", "docker-archive:named.tar:web:1", "-o", "docker-archive:one.tar");
        assertThat(SlimmedImage.of(Files.readAllBytes(directory.resolve("one.tar")))
                        .tags())
                .isEqualTo("[\"web:1-slim\"]");
        run("slim", "named.tar", "-o", "oci:layout");
        assertThat(directory.resolve("layout/index.json"))
                .content()
                .contains("\"org.opencontainers.image.ref.name\":\"1-slim\"")
                .contains("\"org.opencontainers.image.ref.name\":\"latest-slim\"")
                .contains("\"org.opencontainers.image.ref.name\":\"2-slim\"");
        assertThat(run("slim", "oci:layout:1-slim", "-o", "oci:again").exit()).isZero();
    }
}
