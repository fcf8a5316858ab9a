package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Common mistakes, and the one line that helps. */
class SlimUsageTest {
    private static final String FORMS =
            "docker://NAME[:TAG], docker://PATH/, docker-archive:FILE[:REF], oci:DIR[:TAG], oci-archive:FILE[:TAG],"
                    + " docker-daemon:REF, containers-storage:REF, containerd:REF, dir:DIR, tar:FILE or - for a pipe";

    private final Path directory;

    SlimUsageTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(directory.resolve("server.tar"), Images.server());
        Files.write(directory.resolve("root.tar"), Images.layers().get(0));
        Files.write(directory.resolve("nothing.tar"), Images.dockerArchive("", "{}", Images.layers()));
        Files.createDirectories(directory.resolve("full/of"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        server.tar                                 | no output given: use -o docker-archive:FILE, -o docker://NAME, -o oci:DIR, -o - for a pipe, or --dry-run
        server.tar -o out.tar                      | out.tar: which kind of archive? docker-archive:out.tar for docker load, oci-archive:out.tar, or tar:out.tar for the root alone
        server.tar -o out                          | out: which kind of destination? oci:out for an image layout, dir:out for the root alone, docker-archive:out for docker load
        server.tar -o web:slim                     | web:slim: not a destination; for the engine's own store say docker-daemon:web:slim, else one of FORMS
        server.tar -o oci:                         | oci:: names no path
        server.tar -o docker-archive:x:NO          | NO: not an image name such as nginx:alpine
        server.tar -o oci:x --tag NO               | --tag NO: not an image name such as nginx:1.22-slim
        server.tar -o oci:x:1 --tag web:2          | --tag web:2: oci:x:1 names the image otherwise; name it once
        server.tar -o docker-archive:x:a --tag a:2 | --tag a:2: docker-archive:x:a names the image otherwise; name it once
        server.tar -o dir:x --tag a:2              | --tag: dir:x is a root alone, which has no name
        server.tar -o dir:x --compress gzip        | --compress: dir: holds files as they are
        server.tar -o oci:x --compress lzma        | --compress lzma: not one of none, gzip, zstd
        server.tar -o oci:x --no-owner             | --no-owner needs -o dir:DIR: every other output keeps the owners
        server.tar -o oci:x --env COLOUR           | --env COLOUR: not of the form NAME=VALUE; a variable of your own environment is never taken
        server.tar -o oci:x --label =b             | --label =b: not of the form NAME=VALUE
        server.tar -o oci:x --cmd a&b              | --cmd a&b: & is for a shell, and none reads this: quote it with '', or have one: ["/bin/sh", "-c", "..."]
        server.tar -o oci:x --entrypoint [a]       | --entrypoint [a]: begins with [ and is not a JSON array such as ["nginx", "-t"]
        server.tar -o - --report -                 | the report cannot go to standard output as well: use --report FILE
        server.tar --dry-run --report -            | the report cannot go to standard output as well: use --report FILE
        server.tar -o docker-archive:r --report r  | r: both image and report
        server.tar -o docker-archive:server.tar    | docker-archive:server.tar: is the source itself; write elsewhere
        server.tar -o oci:x --report server.tar    | server.tar: is the source itself; write elsewhere
        root.tar -o oci:x                          | root.tar: a root without a configuration: say what to start with --entrypoint, or what to keep with --include
        """)
    void wrong_usage(String line, String message) {
        Whittle.Result result = slim(line);
        assertThat(result.err()).isEqualTo("whittle: " + message.replace("FORMS", FORMS) + "\n");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(written()).containsExactlyInAnyOrder("full", "nothing.tar", "root.tar", "server.tar");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        server.tar -o oci:x --entrypoint /gone     | the image's Entrypoint: /gone: no such file in the image
        server.tar -o oci:x --entrypoint gone      | the image's Entrypoint: gone: no program of this name in the image's PATH (/usr/sbin:/bin)
        server.tar -o oci:x --entrypoint /etc      | the image's Entrypoint: /etc: is a directory
        server.tar -o oci:x --include /gone        | /gone: nothing to include under this name
        server.tar -o oci:x --add gone:/x          | --add gone: no such file or directory
        nothing.tar -o oci:x                       | nothing.tar: the image starts nothing: it has neither Entrypoint nor Cmd; use --entrypoint, or --include what to keep
        """)
    void unreadable_input(String line, String message) {
        Whittle.Result result = slim(line);
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(written()).containsExactlyInAnyOrder("full", "nothing.tar", "root.tar", "server.tar");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        server.tar -o docker-archive:none/x.tar
        server.tar -o oci:full
        server.tar -o dir:full
        server.tar -o oci:x --report none/r.json
        server.tar -o docker-archive:x --report none/r.json
        """)
    void unwritable_output(String line) {
        Whittle.Result result = slim(line);
        assertThat(result.err()).startsWith("whittle: cannot write ").hasLineCount(1);
        assertThat(result.exit()).isEqualTo(4);
        assertThat(written()).containsExactlyInAnyOrder("full", "nothing.tar", "root.tar", "server.tar");
    }

    @Test
    void an_archive_does_not_go_to_a_terminal() {
        Whittle.Result result = Whittle.in(directory).onTerminal().run("slim", "server.tar", "-o", "-");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("whittle: standard output is a terminal: use -o docker-archive:FILE, or pipe the archive"
                        + " somewhere\n");
    }

    @Test
    void a_closed_pipe_is_silent() {
        Whittle.Result result = Whittle.in(directory)
                .with("TMPDIR", directory.toString())
                .output(new FailingOutput(0, "Broken pipe"), true)
                .run("slim", "server.tar", "-o", "-");
        assertThat(result.exit()).isEqualTo(141);
        assertThat(result.err()).isEmpty();
    }

    private Whittle.Result slim(String line) {
        return Whittle.in(directory).with("TMPDIR", directory.toString()).run(("slim " + line).split(" +", -1));
    }

    private List<String> written() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
