package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LddFormatsTest {
    private final Path root;

    LddFormatsTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        Roots.musl(root);
    }

    @Test
    void ldd_prints_each_file_under_the_name_that_was_typed() {
        Whittle.Result result = Whittle.in(root).run("ldd", "--from", ".", "--format", "ldd", "bin/app", "/bin//app");
        assertThat(result.outLines().stream().filter(line -> !line.startsWith("\t")))
                .containsExactly("bin/app:", "/bin//app:");
    }

    @Test
    void ldd_prints_the_header_of_a_file_that_fails_too() {
        Whittle.Result result = ldd("--format", "ldd", "/etc/app.conf", "/bin/app");
        assertThat(result.exit()).isEqualTo(ExitCode.INPUT);
        assertThat(result.outLines()).startsWith("/etc/app.conf:", "/bin/app:");
    }

    @Test
    void a_preload_that_is_not_there_is_warned_of_and_ignored() {
        Whittle.Result result = ldd("--preload", "libnone.so", "/bin/app");
        assertThat(result.exit()).isZero();
        assertThat(result.err())
                .isEqualTo("whittle: /bin/app: preload libnone.so: not found; ignored, as the loader does\n");
    }

    @Test
    void a_level_that_is_none_is_wrong_usage() {
        Whittle.Result result = ldd("--hwcaps", "x86-64-v3,pentium", "/bin/app");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--hwcaps pentium: not a level");
    }

    @Test
    void the_default_is_a_tree_with_where_each_was_found() {
        Whittle.Result result = ldd("/bin/app");
        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.outLines())
                .containsExactly(
                        "/bin/app  x86_64, musl, loader /lib/ld-musl-x86_64.so.1",
                        "`-- libone.so.1 => /usr/lib/libone.so.1 [system directory]",
                        "    `-- libtwo.so.2 => /usr/lib/libtwo.so.2 [system directory]");
    }

    @Test
    void a_list_has_one_path_a_line() {
        assertThat(ldd("--format", "list", "/bin/app").outLines())
                .containsExactly("/lib/ld-musl-x86_64.so.1", "/usr/lib/libone.so.1", "/usr/lib/libtwo.so.2");
    }

    @Test
    void a_list_of_several_files_has_each_path_once() {
        assertThat(ldd("--format", "list", "/bin/app", "/usr/lib/libone.so.1").outLines())
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void the_ldd_format_of_one_file_has_no_header() {
        assertThat(ldd("--format", "ldd", "/bin/app").outLines())
                .containsExactly(
                        "\t/lib/ld-musl-x86_64.so.1",
                        "\tlibone.so.1 => /usr/lib/libone.so.1",
                        "\tlibtwo.so.2 => /usr/lib/libtwo.so.2");
    }

    @Test
    void the_ldd_format_of_several_files_has_a_header_for_each() {
        assertThat(ldd("--format", "ldd", "/bin/app", "/usr/lib/libtwo.so.2").outLines())
                .contains("/bin/app:", "/usr/lib/libtwo.so.2:");
    }

    @Test
    void json_says_its_schema() {
        assertThat(ldd("--format", "json", "/bin/app").out())
                .startsWith("{\n  \"schema\": \"dev.whittle.ldd/1\",\n")
                .endsWith("}\n");
    }

    @Test
    void dot_is_one_graph_for_all_files() {
        assertThat(ldd("--format", "dot", "/bin/app", "/usr/lib/libone.so.1").out())
                .startsWith("digraph whittle {\n")
                .endsWith("}\n")
                .containsOnlyOnce("digraph")
                .contains("\"/bin/app\" -> \"/usr/lib/libone.so.1\";");
    }

    @Test
    void of_a_repeated_option_the_last_one_counts() {
        assertThat(ldd("--format", "json", "--format", "list", "/bin/app").out())
                .startsWith("/lib/ld-musl");
    }

    private Whittle.Result ldd(String... arguments) {
        return Whittle.in(root).run(Line.of("ldd", "dir:" + root, arguments));
    }
}
