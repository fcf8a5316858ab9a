package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of new images, and faults in documents, in one line. */
class SlimNamesTest {
    private final Path directory;

    SlimNamesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void an_image_that_is_slimmed_again_keeps_its_name() throws IOException {
        Files.write(directory.resolve("server.tar"), Images.server());
        assertThat(slim("server.tar", "-o", "docker-archive:one.tar").exit()).isZero();
        assertThat(slim("one.tar", "-o", "docker-archive:two.tar").exit()).isZero();
        SlimmedImage twice = SlimmedImage.of(Files.readAllBytes(directory.resolve("two.tar")));
        assertThat(twice.tags()).isEqualTo("[\"web/server:1.0-slim\"]");
    }

    @Test
    void a_name_that_others_gave_is_not_taken_over() throws IOException {
        byte[] image = Images.dockerArchive("python:3.12-slim", Images.CONFIG, Images.layers());
        Files.write(directory.resolve("server.tar"), image);
        assertThat(slim("server.tar", "-o", "docker-archive:one.tar").exit()).isZero();
        SlimmedImage slimmed = SlimmedImage.of(Files.readAllBytes(directory.resolve("one.tar")));
        assertThat(slimmed.tags()).isEqualTo("[\"python:3.12-slim-slim\"]");
    }

    @Test
    void the_name_of_the_image_that_is_read_is_refused() {
        Whittle.Result result = Whittle.in(directory).run("slim", "docker-daemon:app:1", "-o", "docker-daemon:app:1");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("docker-daemon:app:1: is the source itself; give the new image another tag");
    }

    @Test
    void two_names_are_one_too_many() {
        Whittle.Result result = slim("server.tar", "-o", "docker-archive:one.tar", "--tag", "a:1", "--tag", "b:1");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.errLines())
                .containsExactly("whittle: --tag b:1: named twice; an image is written under one name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Env\":[\"A=1\",7]}           | Env[1] is not a string",
                "{\"Cmd\":[\"/bin/sh\",[]]}      | Cmd[1] is not a string",
                "{\"Labels\":{\"a\":[]}}         | a is not a string"
            })
    void a_document_that_is_wrong_is_told_with_the_place(String config, String message) throws IOException {
        Files.write(directory.resolve("bad.tar"), Images.dockerArchive("a:1", config, Images.layers()));
        Whittle.Result result = slim("bad.tar", "--dry-run");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.errLines()).singleElement().asString().endsWith(message);
    }

    @Test
    void a_document_of_great_depth_is_told_in_a_short_line() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        Files.write(directory.resolve("bad.tar"), Images.dockerArchive("a:1", "{\"x\":" + deep + "}", Images.layers()));
        Whittle.Result result = slim("bad.tar", "--dry-run");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .matches("whittle: bad.tar: [0-9a-f]{64}\\.json: not JSON: at line \\d+ column \\d+");
    }

    private Whittle.Result slim(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "slim";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Whittle.in(directory).run(all);
    }
}
