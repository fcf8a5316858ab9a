package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A faulty command line is reported in one line, before anything is read or written. */
class UsageTest {
    private final Path directory;

    UsageTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lld /bin/sh                | no such command: lld; did you mean ldd? see whittle --help",
                "xyz                        | no such command: xyz; see whittle --help",
                "--nosuch                   | unknown option: --nosuch; see whittle --help",
                "ldd                        | no FILE given; see whittle ldd --help",
                "ldd --fomat list a         | unknown option: --fomat; did you mean --format? see whittle ldd --help",
                "ldd --form list a          | unknown option: --form; did you mean --format? see whittle ldd --help",
                "ldd --format xml a         | --format xml: not one of tree, list, ldd, json, dot; see whittle ldd --help",
                "ldd a --from               | --from needs a value: --from SOURCE; see whittle ldd --help",
                "ldd --color sometimes a    | --color sometimes: not one of auto, always, never; see whittle ldd --help",
                "ldd -o x a                 | unknown option: -o; see whittle ldd --help",
                "layer a                    | no output given: use -o FILE, -o - for a pipe, or --dry-run",
                "layer a -o                 | --output needs a value: --output OUT; see whittle layer --help",
                "layer a --output=          | no output given: use -o FILE, -o - for a pipe, or --dry-run",
                "layer -o x.tar             | nothing to write: name a FILE, or use --include, --add or --trace (see --help)",
                "layer --dry-run            | nothing to write: name a FILE, or use --include, --add or --trace (see --help)",
                "layer a -o x.tar --compress lzma    | --compress lzma: not one of none, gzip, zstd",
                "layer a -o x.tar --compress gzip:10 | --compress gzip:10: the level must be 1 to 9",
                "layer a -o x.tar --compress zstd:99 | --compress zstd:99: the level must be 1 to 19",
                "layer a -o x.tar --compress none:1  | --compress none:1: none has no level",
                "layer -o x.tar --add file           | --add file: not of the form HOSTFILE:PATH",
                "layer -o x.tar --add file:          | --add file:: not of the form HOSTFILE:PATH",
                "layer -o x.tar --add :/x            | --add :/x: not of the form HOSTFILE:PATH",
                "layer a -o - --report -             | the report cannot go to standard output as well: use --report FILE",
                "layer a --dry-run --report -        | the report cannot go to standard output as well: use --report FILE",
                "layer a -o x --report x             | x: both archive and report",
                "generate-completion -x              | unknown option: -x; see whittle generate-completion --help",
                "generate-completion tcsh            | tcsh: not one of bash, zsh, fish",
                "help lld                            | no such command: lld; did you mean ldd? see whittle --help",
                "ldd --format jsn a                  | --format jsn: not one of tree, list, ldd, json, dot; did you mean json?"
                        + " see whittle ldd --help",
                "slim a b                            | one SOURCE at a time: b; several go together with --shared-base only",
                "slim a --dry-run=1                  | --dry-run takes no value; see whittle slim --help",
                "slim -o oci:x                       | no SOURCE given: name an image or a root, such as docker-archive:FILE"
                        + " or dir:PATH",
                "slim a --from b -o oci:x            | two sources: --from b and a",
                "diff a                              | two images or roots are compared: name BEFORE and AFTER",
                "ldd oci:a                           | no FILE given: which file of oci:a?"
            })
    void a_usage_error_is_one_line_and_exit_code_2(String line, String message) {
        Whittle.Result result = Whittle.in(directory).run(line.split(" +"));
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_archive_does_not_go_to_a_terminal() {
        Whittle.Result result = Whittle.in(directory).onTerminal().run("layer", "a", "-o", "-");
        assertThat(result.err())
                .isEqualTo("whittle: standard output is a terminal: use -o FILE, or pipe the archive somewhere\n");
        assertThat(result.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "1e9", "'1\n2'"})
    void a_source_date_epoch_that_is_no_number_is_a_usage_error(String epoch) {
        Whittle.Result result =
                Whittle.in(directory).with("SOURCE_DATE_EPOCH", epoch).run("layer", "a", "-o", "x.tar");
        assertThat(result.errLines()).hasSize(1);
        assertThat(result.err()).startsWith("whittle: SOURCE_DATE_EPOCH is not a number of seconds: ");
        assertThat(result.exit()).isEqualTo(2);
    }
}
