package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.FakeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages about an image: sizes, the largest files, what is missing, what to do. */
class SlimFindingsTest {
    private final Path directory;

    SlimFindingsTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Files.write(directory.resolve("server.tar"), Images.server());
    }

    @Test
    void sizes_and_the_biggest_files_with_their_reasons() {
        Whittle.Result result = slim("server.tar");
        assertThat(result.exit()).isZero();
        assertThat(result.err())
                .matches("(?s)whittle: OK: 1\\.0-slim written to oci:out\n"
                        + "  [0-9.]+ k?B -> [0-9.]+ k?B, [0-9]+% less"
                        + " \\(stored [0-9.]+ k?B -> [0-9.]+ k?B\\); 11 -> 9 files\n"
                        + "\n"
                        + "  kept for +paths +size  the biggest\n"
                        + "  .*")
                .containsPattern("\n  start +[0-9]+ +[0-9.]+ k?B  /usr/sbin/server, ")
                .containsPattern("\n  libraries +[0-9]+ +[0-9.]+ k?B  /");
        assertThat(slim("server.tar", "-v").err())
                .containsPattern("\n  image sha256:[0-9a-f]{64}\n")
                .contains("\n  kept for image: ");
    }

    @Test
    void a_problem_has_a_line_that_says_what_to_do() {
        assertThat(slim("server.tar", "--exclude", "/usr/lib/libone.so.1.2").err())
                .startsWith("whittle: 1 problem: ")
                .contains("""

                          problem: /usr/lib/libone.so.1.2: excluded, but needed by /usr/sbin/server as libone.so.1
                            fix: drop the --exclude that covers it, or exclude what needs it as well
                        """);
    }

    @Test
    void a_terminal_gets_colours_and_lines_of_its_width() {
        Whittle terminal =
                Whittle.in(directory).onTerminal().with("TERM", "xterm").with("COLUMNS", "60");
        String message = terminal.run("slim", "server.tar", "-o", "oci:out").err();
        assertThat(message).startsWith("whittle: \033[32mOK\033[0m: ");
        assertThat(message.replaceAll("\033\\[[0-9;]*m", "").lines())
                .allMatch(line -> line.length() <= 60)
                .filteredOn(line -> line.startsWith("whittle: "))
                .hasSize(1);
    }

    @Test
    void a_quiet_run_says_nothing_of_what_went_well() {
        assertThat(slim("server.tar", "-q").err()).isEmpty();
    }

    @Test
    void a_dry_run_lists_what_would_be_written() throws IOException {
        Whittle.Result result = Whittle.in(directory).run("slim", "server.tar", "--dry-run", "--report", "report.json");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("  /usr/sbin/server\n", "-  /tmp/\n");
        assertThat(result.err()).startsWith("whittle: OK: nothing written\n");
        assertThat(Files.readString(directory.resolve("report.json"))).doesNotContain("\"image\": {");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void an_image_that_cannot_start_is_written_all_the_same_and_exits_1() throws IOException {
        write(
                "{\"Cmd\":[\"/job\"],\"User\":\"nobody\"}",
                new TarFile()
                        .program("/job", RawText.bytes("#!/bin/bash\n"))
                        .file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"));
        Whittle.Result result = slim("image.tar", "-q");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                        whittle: /job: its interpreter /bin/bash is not in the image
                        whittle: the image's User nobody is not in its /etc/passwd
                        """);
        assertThat(directory.resolve("out/index.json")).exists();
    }

    /** musl has no LD_AUDIT. */
    @ParameterizedTest
    @CsvSource({"/lib/ld-musl-x86_64.so.1, false", "/lib64/ld-linux-x86-64.so.2, true"})
    void the_loader_is_told_what_the_image_tells_it(String loader, boolean audits) throws IOException {
        TarFile root = new TarFile()
                .program(loader, FakeLoader.debian())
                .program(
                        "/app",
                        ElfBuilder.x86_64()
                                .interpreter(loader)
                                .needed("libown.so")
                                .build())
                .file("/opt/lib/libown.so", ElfBuilder.x86_64().build())
                .file("/usr/audit.so", ElfBuilder.x86_64().build())
                .file("/opt/pre.so", ElfBuilder.x86_64().build());
        write(
                "{\"Cmd\":[\"/app\"],\"Env\":[\"LD_LIBRARY_PATH=/opt/lib\",\"LD_PRELOAD=/opt/pre.so\","
                        + "\"LD_AUDIT=/none.so:usr/audit.so\"]}",
                root);
        String kept =
                Whittle.in(directory).run("slim", "image.tar", "--dry-run").out();
        assertThat(kept).contains("/opt/lib/libown.so\n", "/opt/pre.so\n");
        assertThat(kept.contains("/usr/audit.so\n")).isEqualTo(audits);
        assertThat(slim("image.tar", "-q", "--no-image-env").err()).contains("libown.so not found");
        assertThat(slim("image.tar", "--no-image-env").err())
                .contains("libown.so is at /opt/lib/libown.so: try --library-path /opt/lib");
    }

    @Test
    void what_was_excluded_and_is_needed_is_told() {
        Whittle.Result result = slim("server.tar", "-q", "--exclude", "/usr/lib/libone.so.1.2");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("whittle: /usr/lib/libone.so.1.2: excluded, but needed by /usr/sbin/server as"
                        + " libone.so.1\n");
    }

    /** musl's own loader is the one program without dependencies: only the kind of command matters. */
    @ParameterizedTest
    @CsvSource({"/job, 1000, false", "/start, 1000, true", "/start, 2, false", "job.mk, 1000, true"})
    void a_deep_cut_is_worth_a_warning_where_a_text_is_started(String command, int size, boolean warned)
            throws IOException {
        TarFile root = new TarFile()
                .program("/bin/sh", ElfBuilder.x86_64().build())
                .program("/job", ElfBuilder.x86_64().build())
                .program("/usr/bin/make", ElfBuilder.x86_64().build())
                .file("/srv/job.mk", "all:\n\t/job\n")
                .program("/start", RawText.bytes("#!/bin/sh\nexec /job\n"))
                .file("/usr/share/large", "x".repeat(size * 1000));
        String words = command.endsWith(".mk") ? "\"make\",\"-f\",\"" + command + "\"" : "\"" + command + "\"";
        write("{\"Cmd\":[" + words + "],\"WorkingDir\":\"/srv\",\"Env\":[\"PATH=/usr/bin:/bin\"]}", root);
        Whittle.Result result = slim("image.tar");
        assertThat(result.exit()).isZero();
        assertThat(result.err().contains("% of the image is dropped, and its command is or reads /"))
                .as(result.err())
                .isEqualTo(warned);
    }

    private void write(String config, TarFile layer) throws IOException {
        Files.write(directory.resolve("image.tar"), Images.dockerArchive("", config, List.of(layer.bytes())));
    }

    private Whittle.Result slim(String source, String... options) {
        List<String> line = new ArrayList<>(List.of("slim", source, "-o", "oci:out"));
        line.addAll(Arrays.asList(options));
        return Whittle.in(directory).run(line.toArray(new String[0]));
    }
}
