package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept in addition to the programs, and what is not. */
class LayerSelectionTest {
    private final Path root;

    LayerSelectionTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root.resolve("srv"))
                .file("/etc/app.d/10-first", "1")
                .file("/etc/app.d/sub/20-second", "2")
                .file("/etc/a[1]", "literal")
                .file("/etc/a1", "not meant");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/app.conf        | /etc/app.conf",
                "etc/app.conf         | /etc/app.conf",
                "/etc/app.d           | /etc/app.d/10-first /etc/app.d/sub/20-second",
                "/etc/app.d/          | /etc/app.d/10-first /etc/app.d/sub/20-second",
                "/etc/*.conf          | /etc/app.conf",
                "/etc/**/*-*          | /etc/app.d/10-first /etc/app.d/sub/20-second",
                "/etc/a[1]            | /etc/a[1]",
                "/etc/a[0-9]          | /etc/a1",
                "/usr/lib/libtwo.so.2 | /usr/lib/libtwo.so.2 /lib/ld-musl-x86_64.so.1",
                "/usr/lib/libone.so.1 | /usr/lib/libone.so.1 /usr/lib/libone.so.1.2 /usr/lib/libtwo.so.2"
                        + " /lib/ld-musl-x86_64.so.1",
                "/bin/app             | /bin/app /lib/ld-musl-x86_64.so.1 /usr/lib/libone.so.1 /usr/lib/libone.so.1.2"
                        + " /usr/lib/libtwo.so.2"
            })
    void an_include_brings_files_and_what_elf_files_need(String include, String expected) {
        Whittle.Result result = layer("--include", include);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(files(result)).containsExactlyInAnyOrder(expected.split(" "));
    }

    @Test
    void includes_can_come_from_a_file() throws IOException {
        Files.writeString(root.resolve("list"), "# what it reads\n/etc/app.conf\r\n\n/etc/app.d/1*\n");
        assertThat(files(layer("--include-from", "list"))).containsExactly("/etc/app.conf", "/etc/app.d/10-first");
    }

    @Test
    void includes_can_come_from_standard_input() {
        Whittle.Result result = Whittle.in(root)
                .input("/etc/app.conf\n")
                .run("layer", "--from", "srv", "--dry-run", "--include-from", "-");
        assertThat(files(result)).containsExactly("/etc/app.conf");
    }

    @Test
    void without_a_source_a_relative_include_or_exclude_is_seen_from_the_working_directory() {
        Whittle.Result result = Whittle.in(root.resolve("srv/etc"))
                .run("layer", "--include", "app*", "--exclude", "app.d/sub", "--dry-run");
        assertThat(result.exit()).as(result.err()).isZero();
        String etc = root.resolve("srv/etc").toString();
        assertThat(files(result)).containsExactly(etc + "/app.conf", etc + "/app.d/10-first");
    }

    @Test
    void an_exclude_that_does_nothing_is_told() {
        Whittle.Result result = layer("/bin/app", "--exclude", "/etc/app.conf");
        assertThat(result.exit()).isZero();
        assertThat(result.errLines())
                .contains("  note: --exclude /etc/app.conf: nothing that would be kept has this path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libtwo.so.2", "/usr/lib/libtwo.so.*.9"})
    void an_exclude_of_what_is_not_there_is_an_error(String exclude) {
        Whittle.Result result = layer("/bin/app", "--exclude", exclude);
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("nothing to exclude under this name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lib64/libtwo.so.2", "/lib64/libtwo*", "/other/lib/libtwo.so.2"})
    void an_exclude_may_name_a_path_through_links(String exclude) throws IOException {
        Tree.at(root.resolve("srv")).link("/lib64", "usr/lib").link("/other", "/usr");
        Whittle.Result result = layer("/bin/app", "--exclude", exclude);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(files(result)).doesNotContain("/usr/lib/libtwo.so.2");
    }

    @Test
    void an_exclude_leaves_out_a_path_and_all_below() {
        Whittle.Result result = layer("--include", "/etc/app*", "--exclude", "/etc/app.d/sub");
        assertThat(result.exit()).isZero();
        assertThat(files(result)).containsExactly("/etc/app.conf", "/etc/app.d/10-first");
    }

    @Test
    void an_exclude_of_something_required_is_a_finding() {
        Whittle.Result result = layer("/bin/app", "--exclude", "/usr/lib/libtwo*");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(files(result)).doesNotContain("/usr/lib/libtwo.so.2");
        assertThat(result.errLines())
                .contains(
                        "  problem: /usr/lib/libtwo.so.2: excluded, but needed by /usr/lib/libone.so.1 as libtwo.so.2");
    }

    @Test
    void an_added_file_of_the_host_is_resolved_in_the_root() throws IOException {
        Tree.at(root).elf("/mine", Roots.program().needed("libtwo.so.2"));
        assertThat(files(layer("--add", "mine:/opt/app")))
                .containsExactlyInAnyOrder("/opt/app", "/lib/ld-musl-x86_64.so.1", "/usr/lib/libtwo.so.2");
    }

    @Test
    void an_added_file_may_have_colons_in_its_name() throws IOException {
        Files.writeString(root.resolve("a:b"), "text");
        assertThat(files(layer("--add", "a:b:/etc/"))).containsExactly("/etc/a:b");
    }

    @Test
    void an_added_library_answers_for_the_program() throws IOException {
        Tree.at(root).elf("/mine.so", ElfBuilder.x86_64().soname("libgone.so.9"));
        Whittle.Result result = layer("/bin/broken", "--add", "mine.so:/usr/lib/libgone.so.9");
        assertThat(result.exit()).as(result.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--include /etc/none    | /etc/none: nothing to include under this name",
                "--include /etc/none*   | /etc/none*: nothing to include under this name",
                "--include-from none    | --include-from none: no such file or directory",
                "--include-from srv     | --include-from srv: is a directory",
                "--add none:/x          | --add none: no such file or directory",
                "--add srv:/x           | --add srv: not a regular file",
                "/etc/app.conf          | /etc/app.conf: not an ELF file; to keep it as it is, use --include /etc/app.conf",
                "/etc                   | /etc: is a directory; to keep it as it is, use --include /etc"
            })
    void what_cannot_be_kept_is_told_and_nothing_is_written(String arguments, String message) {
        Whittle.Result result = Whittle.in(root).run(("layer --from srv -o out.tar " + arguments).split(" +"));
        assertThat(result.err()).isEqualTo("whittle: " + message + "\n");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(root.resolve("out.tar")).doesNotExist();
    }

    @Test
    void a_list_with_a_nul_is_no_list() throws IOException {
        Files.write(root.resolve("list"), new byte[] {'a', 0, 'b'});
        Whittle.Result result = layer("--include-from", "list");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("whittle: --include-from list: holds a NUL, so it is no list of paths\n");
    }

    private Whittle.Result layer(String... arguments) {
        String[] line = Line.of("layer", "srv", arguments);
        String[] dry = Arrays.copyOf(line, line.length + 1);
        dry[line.length] = "--dry-run";
        return Whittle.in(root).run(dry);
    }

    /** The paths of a dry run, without directories and link targets. */
    private static List<String> files(Whittle.Result result) {
        return result.outLines().stream()
                .map(line -> line.substring(14).replaceAll(" -> .*", ""))
                .filter(path -> !path.endsWith("/"))
                .toList();
    }
}
