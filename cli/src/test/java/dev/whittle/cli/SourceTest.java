package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    private final Path directory;

    SourceTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        Roots.musl(this.directory.resolve("my root"));
        Files.createSymbolicLink(this.directory.resolve("link"), Path.of("my root"));
        Files.writeString(this.directory.resolve("file"), "text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir:my root", "my root", "./my root", "dir:link", "my root/usr/.."})
    void a_directory_is_named_with_or_without_its_kind(String source) {
        Whittle.Result result = Whittle.in(directory).run(Line.of("ldd", source, "--format", "list", "/bin/app"));
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("/usr/lib/libone.so.1\n");
    }

    @Test
    void an_absolute_path_is_a_source_too() {
        String source = directory.resolve("my root").toString();
        assertThat(Whittle.in(directory).run(Line.of("ldd", source, "/bin/app")).exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dir:none   | 3 | whittle: none: no such file or directory",
                "none       | 3 | whittle: none: no such file or directory",
                "dir:       | 2 | whittle: --from: the source has no path",
                "''         | 2 | whittle: --from: the source has no path",
                "file       | 3 | whittle: file: not a tar (at offset 0)",
                "dir:file   | 3 | whittle: file: not a directory",
                "dir:file/x | 3 | whittle: file/x: not a directory",
                "tar:none   | 3 | whittle: none: no such file or directory",
                "tar:my root | 3 | whittle: my root: is a directory, not an archive; say dir: or oci:",
                "oci:my root | 3 | whittle: my root: index.json: is not there, so this is no OCI layout",
                "docker://N | 2 | whittle: --from: N: not an image name such as nginx:alpine",
                "nginx:1    | 2 | whittle: --from: nginx:1: no such file; an image of a registry is docker://nginx:1, one of"
                        + " the engine docker-daemon:nginx:1",
                "-          | 3 | whittle: standard input: not a tar: it is empty (at offset 0)"
            })
    void what_is_no_source_is_told_in_a_line(String source, int exit, String line) {
        Whittle.Result result = Whittle.in(directory).run(Line.of("ldd", source, "/bin/app"));
        assertThat(result.err()).isEqualTo(line + "\n");
        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEmpty();
    }
}
