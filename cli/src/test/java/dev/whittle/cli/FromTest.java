package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source may be an argument or --from's, whatever the command: both lines do the same. */
class FromTest {
    private final Path directory;

    FromTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(this.directory.resolve("root"));
        Roots.musl(this.directory.resolve("other"));
    }

    @ParameterizedTest
    @CsvSource({
        "scan dir:root,                       scan --from dir:root",
        "scan dir:root /bin,                  scan /bin --from dir:root",
        "verify dir:root /bin/app,            verify --from dir:root /bin/app",
        "sbom dir:root,                       sbom --from=dir:root",
        "diff dir:root dir:other,             diff --from dir:root dir:other",
        "slim dir:root --dry-run --entrypoint /bin/app, slim --dry-run --from dir:root --entrypoint /bin/app",
        "ldd --from dir:root /bin/app,        ldd dir:root /bin/app",
        "layer --from dir:root /bin/app --dry-run, layer dir:root /bin/app --dry-run",
        "copy --from dir:root /bin/app,       copy dir:root /bin/app",
        "why /usr/lib/libone.so.1 --from dir:root /bin/app, why /usr/lib/libone.so.1 dir:root /bin/app"
    })
    void both_lines_do_the_same(String one, String other) {
        Whittle.Result result = run(one);
        assertThat(result.out()).isNotEmpty();
        assertThat(run(other)).isEqualTo(result);
    }

    @Test
    void a_file_with_the_name_of_a_source_is_a_file() throws IOException {
        Files.copy(directory.resolve("root/bin/app"), directory.resolve("dir:root"));
        assertThat(run("ldd dir:root").out()).startsWith(directory + "/dir:root");
    }

    @Test
    void an_archive_in_place_of_a_program_is_told() throws IOException {
        Files.writeString(directory.resolve("nginx.tar.gz"), "no ELF file");
        assertThat(run("ldd root/bin/app nginx.tar.gz").err()).endsWith("; did you mean --from nginx.tar.gz?\n");
        assertThat(run("ldd nginx.tar.gz").err()).isEqualTo("whittle: no FILE given: which file of nginx.tar.gz?\n");
    }

    @Test
    void a_family_with_a_typing_error_is_told() {
        assertThat(run("layer dir:root /bin/app --dry-run --with opensl").err())
                .isEqualTo("whittle: opensl: no such family; did you mean openssl? see whittle families\n");
    }

    private Whittle.Result run(String line) {
        return Whittle.in(directory).run(line.split(" +"));
    }
}
