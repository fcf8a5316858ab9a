package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive appears whole in its place or not at all, and nothing else appears. */
class LayerOutputTest {
    private final Path root;

    LayerOutputTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.tar,     ,       none",
        "a.tar.gz,  ,       1f8b",
        "a.tgz,     ,       1f8b",
        "a.TAR.GZ,  ,       1f8b",
        "a.tar.zst, ,       28b5",
        "a.tzst,    ,       28b5",
        "a.img,     ,       none",
        "a.tar,     gzip,   1f8b",
        "a.tar,     gzip:9, 1f8b",
        "a.tar.gz,  none,   none",
        "a.tar.gz,  zstd:1, 28b5"
    })
    void the_compression_goes_by_the_name_unless_it_is_chosen(String name, String method, String magic)
            throws IOException {
        Whittle.Result result =
                method == null ? layer("/bin/app", "-o", name) : layer("/bin/app", "-o", name, "--compress", method);
        assertThat(result.exit()).as(result.err()).isZero();
        byte[] bytes = Files.readAllBytes(root.resolve(name));
        String first = String.format("%02x%02x", bytes[0], bytes[1]);
        assertThat(first).isEqualTo(magic.equals("none") ? "6269" : magic); // "bi", of bin/
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.tar.xz", "out.zip", "OUT.TAR.BZ2"})
    void a_name_of_another_format_is_wrong_usage_unless_the_method_is_said(String name) {
        Whittle.Result result = Whittle.in(root).run("layer", "--from", "srv", "/bin/app", "-o", name);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("whittle: " + name + ": not a format that can be written");
        assertThat(Whittle.in(root)
                        .run("layer", "--from", "srv", "/bin/app", "-o", name, "--compress", "none")
                        .exit())
                .isZero();
    }

    @Test
    void a_destination_of_images_is_no_file_for_a_layer() throws IOException {
        Whittle.Result result = layer("/bin/app", "-o", "oci:layout");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("whittle: oci:layout: layer writes one archive")
                .contains("./oci:layout");
        assertThat(root.resolve("oci:layout")).doesNotExist();
        assertThat(layer("/bin/app", "-o", "./oci:layout").exit()).isZero();
        assertThat(root.resolve("oci:layout")).isRegularFile();
    }

    @Test
    void what_was_there_is_replaced() throws IOException {
        Files.writeString(root.resolve("out.tar"), "old");
        assertThat(layer("/bin/app", "-o", "out.tar").exit()).isZero();
        assertThat(Files.size(root.resolve("out.tar"))).isGreaterThan(1000);
        assertThat(names()).containsExactlyInAnyOrder("out.tar", "srv");
    }

    @Test
    void what_was_there_stays_if_the_input_cannot_be_read() throws IOException {
        Files.writeString(root.resolve("out.tar"), "old");
        assertThat(layer("/bin/none", "-o", "out.tar").exit()).isEqualTo(3);
        assertThat(root.resolve("out.tar")).hasContent("old");
    }

    @Test
    void a_directory_that_does_not_exist_is_not_made() throws IOException {
        Whittle.Result result = layer("/bin/app", "-o", "new/out.tar");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo("whittle: cannot write new/out.tar: no such file or directory; make its directory first\n");
        assertThat(names()).containsExactly("srv");
    }

    @Test
    void a_directory_is_no_place_for_an_archive() throws IOException {
        Whittle.Result result = layer("/bin/app", "-o", "srv");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("whittle: cannot write srv: is a directory\n");
        assertThat(names()).containsExactly("srv");
    }

    @Test
    void a_file_is_no_directory_for_an_archive() throws IOException {
        Files.writeString(root.resolve("file"), "");
        Whittle.Result result = layer("/bin/app", "-o", "file/out.tar");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("whittle: cannot write file/out.tar: not a directory\n");
    }

    @Test
    void a_dry_run_prints_paths_and_sizes_and_writes_nothing() throws IOException {
        Whittle.Result result = layer("/bin/app", "--dry-run", "-o", "out.tar");
        assertThat(result.exit()).isZero();
        assertThat(result.outLines().stream().map(line -> line.substring(14)))
                .containsExactly(
                        "/bin/",
                        "/bin/app",
                        "/lib/",
                        "/lib/ld-musl-x86_64.so.1",
                        "/usr/",
                        "/usr/lib/",
                        "/usr/lib/libone.so.1 -> libone.so.1.2",
                        "/usr/lib/libone.so.1.2",
                        "/usr/lib/libtwo.so.2");
        long size = Files.size(root.resolve("srv/bin/app"));
        assertThat(result.outLines().get(1)).isEqualTo(String.format("%12d  /bin/app", size));
        assertThat(result.err()).startsWith("whittle: OK: nothing written\n  9 paths, ");
        assertThat(names()).containsExactly("srv");
    }

    @Test
    void the_summary_has_the_digest_and_the_diff_id_of_the_uncompressed_layer() {
        List<String> plain = layer("/bin/app", "-o", "out.tar").errLines();
        List<String> packed = layer("/bin/app", "-o", "out.tar.gz").errLines();
        assertThat(plain.get(0)).isEqualTo("whittle: OK: written to out.tar");
        assertThat(plain.get(1)).startsWith("  4 files, 1 link, 4 directories; ");
        assertThat(plain.get(2).replace("digest", "diffID")).isEqualTo(plain.get(3));
        assertThat(packed.get(2)).isNotEqualTo(plain.get(2));
        assertThat(packed.get(3)).isEqualTo(plain.get(3));
    }

    @Test
    void source_date_epoch_bounds_the_times() throws IOException {
        Whittle.Result now = layer("/bin/app", "-o", "now.tar");
        Whittle.Result old = Whittle.in(root)
                .with("SOURCE_DATE_EPOCH", "1000000000")
                .run("layer", "--from", "srv", "/bin/app", "-o", "old.tar");
        assertThat(old.exit()).isZero();
        assertThat(old.errLines().get(2)).isNotEqualTo(now.errLines().get(2));
        // 11 octal digits of seconds at offset 136 of a header: POSIX pax, ustar interchange format.
        byte[] header = Files.readAllBytes(root.resolve("old.tar"));
        assertThat(new String(header, 136, 11, StandardCharsets.US_ASCII))
                .isEqualTo(String.format("%011o", 1000000000L));
    }

    @Test
    void the_same_input_gives_the_same_bytes_wherever_it_is_called_from() throws IOException {
        layer("/bin/app", "/bin/broken", "-o", "one.tar");
        Whittle.in(root.resolve("srv/usr"))
                .with("LANG", "de_DE.UTF-8")
                .run("layer", "--from", "../../srv", "bin/broken", "bin/app", "-o", "../../two.tar");
        assertThat(Files.readAllBytes(root.resolve("two.tar"))).isEqualTo(Files.readAllBytes(root.resolve("one.tar")));
    }

    private Whittle.Result layer(String... arguments) {
        return Whittle.in(root).run(Line.of("layer", "srv", arguments));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
