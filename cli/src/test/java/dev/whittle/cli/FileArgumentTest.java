package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a source, FILE is a file of the caller; with one, of the root. */
class FileArgumentTest {
    private final Path directory;
    private final Tree root;

    FileArgumentTest(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        root = Roots.musl(this.directory.resolve("root"));
    }

    @Test
    void without_a_source_a_relative_file_is_seen_from_the_working_directory() {
        assertThat(titles(Whittle.in(root.path("/bin")).run("ldd", "app"))).isEqualTo(root.path("/bin/app") + "\n");
    }

    @Test
    void without_a_source_dots_lead_where_they_lead_in_the_working_directory() {
        assertThat(titles(Whittle.in(root.path("/usr/lib")).run("ldd", "./../../bin/app")))
                .isEqualTo(root.path("/bin/app") + "\n");
    }

    @Test
    void a_layer_keeps_a_relative_file_under_its_absolute_place() {
        Whittle.Result result = Whittle.in(root.path("/usr/lib")).run("layer", "libtwo.so.2", "--dry-run");
        assertThat(result.out()).contains("  " + root.path("/usr/lib/libtwo.so.2") + "\n");
    }

    @Test
    void with_a_source_a_relative_file_is_seen_from_its_root() {
        assertThat(titles(inRoot("bin/app"))).isEqualTo("/bin/app\n");
    }

    @Test
    void dots_do_not_leave_the_root() {
        assertThat(titles(inRoot("/../../bin/app"))).isEqualTo("/bin/app\n");
    }

    @Test
    void a_bare_name_that_no_file_has_is_a_library_s() {
        assertThat(titles(inRoot("libtwo.so.2"))).isEqualTo("/usr/lib/libtwo.so.2\n");
        Whittle.Result unknown = Whittle.in(directory).run("ldd", "--from", "dir:" + root.base(), "libnone.so.2");
        assertThat(unknown.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(unknown.err()).isEqualTo("whittle: /libnone.so.2: no such file\n");
    }

    @Test
    void a_bare_name_is_not_looked_up_in_path() {
        Whittle.Result result =
                Whittle.in(directory).with("PATH", root.path("/bin").toString()).run("ldd", "app");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("whittle: " + directory + "/app: no such file\n");
    }

    @Test
    void a_pattern_stands_for_the_elf_files_it_matches() throws IOException {
        root.file("/bin/script", "#!/bin/sh\n");
        assertThat(titles(inRoot("/bin/*"))).isEqualTo("/bin/app\n/bin/broken\n");
    }

    @Test
    void two_stars_go_down_any_number_of_directories() {
        assertThat(titles(inRoot("/**/libone*"))).isEqualTo("/usr/lib/libone.so.1\n/usr/lib/libone.so.1.2\n");
    }

    @Test
    void a_question_mark_and_a_class_stand_for_one_character() {
        assertThat(titles(inRoot("/usr/lib/libt[a-z]?.so.2"))).isEqualTo("/usr/lib/libtwo.so.2\n");
    }

    @Test
    void a_pattern_without_a_source_is_seen_from_the_working_directory() {
        assertThat(titles(Whittle.in(root.path("/usr")).run("ldd", "../bin/a*")))
                .isEqualTo(root.path("/bin/app") + "\n");
    }

    @Test
    void the_working_directory_is_no_pattern_whatever_its_name() throws IOException {
        Path odd = Files.createDirectory(directory.resolve("a[b]*?\\"));
        Tree.at(odd).elf("/app", Roots.program());
        assertThat(titles(Whittle.in(odd).run("ldd", "a*"))).isEqualTo(odd.resolve("app") + "\n");
    }

    @Test
    void what_exists_under_the_very_name_is_meant_literally() throws IOException {
        root.elf("/bin/[ab]*", Roots.program());
        assertThat(titles(inRoot("/bin/[ab]*"))).isEqualTo("/bin/[ab]*\n");
    }

    @Test
    void a_pattern_that_matches_nothing_cannot_be_read() {
        Whittle.Result result = inRoot("/bin/x*");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("whittle: /bin/x*: no file has this name or matches it\n");
    }

    @Test
    void a_pattern_that_matches_no_elf_file_cannot_be_read() {
        Whittle.Result result = inRoot("/etc/*.conf");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("whittle: /etc/*.conf: nothing that matches is an ELF file\n");
    }

    @Test
    void a_name_may_begin_with_a_dash_behind_two_dashes() throws IOException {
        root.elf("/-x", Roots.program());
        assertThat(titles(inRoot("--", "-x"))).isEqualTo("/-x\n");
    }

    private Whittle.Result inRoot(String... files) {
        return Whittle.in(directory).run(Line.of("ldd", "dir:" + root.base(), files));
    }

    /** The tree's first lines, without what follows the path. */
    private static String titles(Whittle.Result result) {
        StringBuilder titles = new StringBuilder();
        for (String line : result.outLines()) {
            if (line.startsWith("/")) {
                titles.append(line, 0, line.indexOf("  ")).append('\n');
            }
        }
        return titles.toString();
    }
}
