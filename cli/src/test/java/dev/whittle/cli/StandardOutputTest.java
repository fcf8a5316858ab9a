package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {
    private final Path root;

    StandardOutputTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"));
        Files.createDirectory(root.resolve("tmp"));
    }

    @Test
    void an_archive_on_standard_output_is_the_one_in_a_file() throws IOException {
        Whittle.Result pipe = whittle().run(layer("-o", "-"));
        whittle().run(layer("-o", "out.tar"));
        assertThat(pipe.exit()).isZero();
        assertThat(RawText.bytes(pipe.out())).isEqualTo(Files.readAllBytes(root.resolve("out.tar")));
        assertThat(pipe.err()).contains("whittle: OK: written to standard output\n  4 files, ", "\n  digest sha256:");
    }

    @Test
    void the_spool_leaves_nothing_behind() {
        whittle().run(layer("-o", "-"));
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void a_spool_that_cannot_be_made_is_an_output_that_cannot_be_written() {
        Whittle.Result result = whittle().with("TMPDIR", "nosuch").run(layer("-o", "-"));
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("whittle: cannot write the spool file in " + root
                        + "/nosuch: no such file or directory; TMPDIR chooses another directory\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 700})
    void a_reader_that_goes_away_is_141_and_silent(long room) {
        Whittle.Result result =
                whittle().output(new FailingOutput(room, "Broken pipe"), true).run(layer("-o", "-"));
        assertThat(result.exit()).isEqualTo(141);
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "list", "ldd", "json", "dot"})
    void a_reader_of_any_format_may_go_away(String format) {
        Whittle.Result result = whittle()
                .output(new FailingOutput(0, "Broken pipe"), true)
                .run("ldd", "--from", "srv", "--format", format, "/bin/app");
        assertThat(result.exit()).isEqualTo(141);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void a_full_disk_behind_standard_output_is_told() {
        Whittle.Result result = whittle()
                .output(new FailingOutput(0, "No space left on device"), false)
                .run("ldd", "--from", "srv", "/bin/app");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("whittle: cannot write standard output: no space left on device\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "ldd --help", "--version", "generate-completion", "layer --dry-run --from srv /bin/app"
            })
    void whatever_is_printed_can_fail(String line) {
        Whittle.Result result = whittle()
                .output(new FailingOutput(0, "No space left on device"), false)
                .run(line.split(" "));
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("whittle: cannot write standard output: no space left on device\n");
    }

    @Test
    void results_are_on_standard_output_and_all_else_on_standard_error() {
        Whittle.Result result = whittle().run("ldd", "--from", "srv", "--format", "list", "/bin/broken", "/bin/none");
        assertThat(result.out()).isEqualTo("/lib/ld-musl-x86_64.so.1\n");
        assertThat(result.errLines()).hasSize(2).allMatch(line -> line.startsWith("whittle: "));
    }

    private Whittle whittle() {
        return Whittle.in(root).with("TMPDIR", "tmp");
    }

    private static String[] layer(String... arguments) {
        String[] all = Line.of("layer", "srv", arguments);
        String[] withFile = Arrays.copyOf(all, all.length + 1);
        withFile[all.length] = "/bin/app";
        return withFile;
    }
}
