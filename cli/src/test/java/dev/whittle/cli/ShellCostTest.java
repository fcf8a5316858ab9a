package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cost of a shell that only an entrypoint script needs, and how to avoid it. */
class ShellCostTest {
    private static final String LOADER = "/lib/ld-musl-x86_64.so.1";

    private final Path directory;

    ShellCostTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void the_note_names_the_option_that_leaves_it_out_and_that_option_works() throws IOException {
        Files.write(directory.resolve("image.tar"), Images.server());
        Whittle.Result result = run("slim", "image.tar", "--dry-run");
        String hint = result.errLines().stream()
                .filter(line -> line.contains("a shell is kept"))
                .findFirst()
                .orElseThrow();
        assertThat(hint)
                .matches(
                        "  note: a shell is kept for the script /entrypoint.sh alone: with it and what it runs 2 files,"
                                + " [0-9.]+ k?B; --entrypoint \"server -c /etc/server.conf\" starts the program without it, and"
                                + " without what it does before");
        Whittle.Result direct = run("slim", "image.tar", "--dry-run", "--entrypoint", "server -c /etc/server.conf");
        assertThat(direct.out())
                .contains("/usr/sbin/server\n", "/etc/server.conf\n")
                .doesNotContain("busybox", "/bin/sh");
        assertThat(direct.err()).doesNotContain("a shell is kept");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "#!/bin/sh;;exec \"$@\"           | \"Entrypoint\":[\"/init\",\"--\",\"/start\"],\"Cmd\":[\"server\"] | --entrypoint \"/init -- server\" starts",
                "#!/bin/sh;;exec \"$@\"           | \"Cmd\":[\"/start\",\"server\"] | --entrypoint server starts",
                "#!/bin/sh;;exec server -v \"$@\" | \"Entrypoint\":[\"/start\"],\"Cmd\":[\"a b\"] | --entrypoint \"server -v 'a b'\" starts",
                "#!/usr/bin/env sh;;exec server   | \"Entrypoint\":[\"/start\"] | --entrypoint server starts",
            })
    void each_form_of_start(String script, String config, String expected) throws IOException {
        assertThat(slim(script, config)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "#!/bin/sh;;exec \"$@\" | \"Entrypoint\":[\"/start\"],\"Cmd\":[\"server\"],\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"true\"]}",
                "#!/bin/sh;;exec \"$@\" | \"Entrypoint\":[\"/start\"],\"Cmd\":[\"sh\"]",
                "#!/bin/init;;x         | \"Entrypoint\":[\"/start\"]",
                "#!/bin/sh;;set -- server;;exec \"$@\" | \"Entrypoint\":[\"/start\"]",
                "#!/bin/sh;;exec \"$@\" | \"Entrypoint\":[\"/start\"]",
                "#!/bin/sh;;server    | \"Entrypoint\":[\"/start\"]",
                "#!/bin/sh;;x           | \"Entrypoint\":[\"server\"]",
            })
    void a_shell_that_cannot_be_left_out_is_not_mentioned(String script, String config) throws IOException {
        assertThat(slim(script, config)).doesNotContain("a shell is kept");
    }

    private String slim(String script, String config) throws IOException {
        byte[] program = ElfBuilder.x86_64().interpreter(LOADER).build();
        TarFile layer = new TarFile()
                .program(LOADER, ElfBuilder.x86_64().build())
                .program(
                        "/init",
                        ElfBuilder.x86_64()
                                .interpreter(LOADER)
                                .imports("execvp")
                                .build())
                .program("/bin/server", program)
                .program("/bin/init", program)
                .program("/bin/sh", program)
                .program("/usr/bin/env", program)
                .program("/start", RawText.bytes(script.replace(";;", "\n") + "\n"));
        Files.write(
                directory.resolve("image.tar"), Images.dockerArchive("", "{" + config + "}", List.of(layer.bytes())));
        return run("slim", "image.tar", "--dry-run").err();
    }

    private Whittle.Result run(String... arguments) {
        return Whittle.in(directory).run(arguments);
    }
}
