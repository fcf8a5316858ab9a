package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.Tree;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodesTest {
    private final Path root;

    ExitCodesTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root).file("/etc/notes", "text\n").file("/bin/cut", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    }

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(0, List.of("/bin/app")),
                Arguments.of(0, List.of("/bin/app", "/usr/lib/libone.so.1")),
                Arguments.of(1, List.of("/bin/broken")),
                Arguments.of(1, List.of("/bin/broken", "/bin/app")),
                Arguments.of(3, List.of("/bin/none")),
                Arguments.of(3, List.of("/etc/notes", "/bin/broken", "/bin/app")),
                Arguments.of(3, List.of("/bin/app", "/bin/broken", "/bin/cut")));
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_highest_of_several_wins(int exit, List<String> files) {
        assertThat(ldd(files).exit()).isEqualTo(exit);
    }

    @Test
    void all_files_are_processed_whatever_comes_before() {
        Whittle.Result result = ldd(List.of("/bin/none", "/bin/broken", "/etc/notes", "/bin/app", "/etc"));
        assertThat(result.out()).contains("/bin/broken  ", "/bin/app  ");
        assertThat(result.errLines())
                .containsExactlyInAnyOrder(
                        "whittle: /bin/none: no such file",
                        "whittle: /bin/broken: libgone.so.9 not found, needed by /bin/broken;"
                                + " searched /lib, /usr/local/lib, /usr/lib",
                        "whittle: /etc/notes: not an ELF file",
                        "whittle: /etc: no ELF file is below it");
    }

    @Test
    void a_layer_with_something_missing_is_written_all_the_same() {
        Whittle.Result result = layer("/bin/broken", "-o", "out.tar");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(root.resolve("out.tar")).isNotEmptyFile();
        assertThat(result.err())
                .startsWith("whittle: 1 problem: written to out.tar\n")
                .contains("  problem: /bin/broken: libgone.so.9 not found", "    fix: add it with --add FILE:PATH");
    }

    @Test
    void a_layer_tells_every_file_that_cannot_be_read_and_is_not_written() {
        Whittle.Result result = layer("/bin/none", "/bin/app", "/etc", "-o", "out.tar");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.errLines())
                .containsExactly(
                        "whittle: /bin/none: no such file",
                        "whittle: /etc: is a directory; to keep it as it is, use --include /etc");
        assertThat(root.resolve("out.tar")).doesNotExist();
    }

    @Test
    void a_bug_is_70_and_asks_for_a_report() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public byte[] readAllBytes() {
                throw new IllegalStateException("a test's own");
            }
        };
        Whittle.Result result = Whittle.in(root)
                .input(broken)
                .run("layer", "--from", "dir:" + root, "--include-from", "-", "--dry-run");
        assertThat(result.exit()).isEqualTo(70);
        assertThat(result.errLines().get(0))
                .startsWith("whittle: internal error: ")
                .contains("a test's own", "please report it");
        assertThat(result.errLines()).allMatch(line -> line.startsWith("whittle: "));
    }

    @Test
    void a_root_of_another_architecture_simply_works() throws IOException {
        Tree foreign = Roots.foreign(root.resolve("srv/s390x"));
        Whittle.Result ldd = Whittle.in(root).run("ldd", "--from", "dir:" + foreign.base(), "/bin/app");
        assertThat(ldd.exit()).isZero();
        assertThat(ldd.out()).contains("/bin/app  s390x, musl, ", "libone.so.1 => /usr/lib/libone.so.1");
        Whittle.Result layer =
                Whittle.in(root).run("layer", "--from", "dir:" + foreign.base(), "/bin/app", "-o", "f.tar");
        assertThat(layer.exit()).isZero();
        assertThat(layer.err()).contains("whittle: OK: written to f.tar\n  3 files, 0 links, ");
    }

    private Whittle.Result ldd(List<String> files) {
        return Whittle.in(root).run(Line.of("ldd", "dir:" + root, files.toArray(new String[0])));
    }

    private Whittle.Result layer(String... arguments) {
        return Whittle.in(root).run(Line.of("layer", "dir:" + root, arguments));
    }
}
