package dev.whittle.report;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.resolve.Scene;
import dev.whittle.testdata.ElfBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tree, list and DOT: output for a terminal or a pipe. */
class TextFormatsTest {
    private Scene scene;

    @BeforeEach
    void aProgramWithAllKindsOfRequests(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/app", program("liba.so", "libgone.so", "libtext.so"))
                .elf("/lib/liba.so", library("libb.so").string(ElfBuilder.DT_AUXILIARY, "libaux.so"))
                .elf("/lib/libb.so", library("liba.so"))
                .file("/lib/libtext.so", "x".repeat(80));
    }

    @Test
    void the_plain_tree() throws Exception {
        assertThat(tree(Style.PLAIN, false)).isEqualTo("""
            /bin/app  x86_64, glibc, loader /lib64/ld-linux-x86-64.so.2
            |-- liba.so => /lib/liba.so [system directory]
            |   |-- libb.so => /lib/libb.so [system directory]
            |   |   `-- liba.so
            |   `-- libaux.so => not found (auxiliary)
            |-- libgone.so => not found
            `-- libtext.so => /lib/libtext.so: invalid ELF header
            """);
    }

    @Test
    void the_tree_with_what_was_tried() throws Exception {
        assertThat(tree(Style.PLAIN, true)).contains("""
            |-- libgone.so => not found
            |       /lib/x86_64-linux-gnu/libgone.so: no such file [system directory]
            """);
    }

    @Test
    void the_tree_in_unicode_is_utf_8() throws Exception {
        assertThat(RawText.text(tree(new Style(false, true), false)))
                .contains("├── liba.so", "│   ├── libb.so", "└── libtext.so");
    }

    @Test
    void colour_paints_what_is_bad_red_and_leaves_the_words_alone() throws Exception {
        String coloured = tree(new Style(true, false), false);
        assertThat(coloured).contains("\033[31mlibgone.so => not found\033[0m");
        assertThat(coloured.replaceAll("\033\\[[0-9]+m", "")).isEqualTo(tree(Style.PLAIN, false));
    }

    @Test
    void files_are_set_apart_by_an_empty_line() throws Exception {
        TreeFormat format = new TreeFormat(Style.PLAIN, false);
        String both = format.print(scene.resolve("/bin/app")) + format.print(scene.resolve("/lib/libb.so"));
        assertThat(both).contains("invalid ELF header\n\n/lib/libb.so  x86_64, glibc, library");
    }

    @Test
    void control_characters_never_reach_the_terminal() throws Exception {
        scene.elf(
                        "/bin/app",
                        program("lib\033[2J.so", "/lib/\u00c2\u009bx.so", "lib\n.so")
                                .runpath("/\007"))
                .libraries("/\007/lib\033[2J.so");

        String all = tree(new Style(false, true), true)
                + String.join("\n", ResolutionFindings.of(scene.resolve("/bin/app")))
                + new DotFormat().print(scene.resolve("/bin/app"));
        assertThat(all.chars().filter(c -> c != '\n')).allMatch(c -> c >= 0x20 && c != 0x7f);
        assertThat(all).contains("lib\\033[2J.so", "lib\\n.so").doesNotContain("\u00c2\u009b");
    }

    @Test
    void a_version_that_is_missing_stands_below_the_tree() throws Exception {
        scene.elf("/bin/app", program("libv.so").needsVersions("libv.so", "V_2"))
                .elf("/lib/libv.so", library().definesVersions("V_1"));
        assertThat(tree(Style.PLAIN, false)).endsWith("version V_2 is not in /lib/libv.so, needed by /bin/app\n");
    }

    @Test
    void a_static_program_is_called_so() throws Exception {
        scene.elf("/bin/app", ElfBuilder.x86_64().type(ElfBuilder.ET_EXEC).withoutDynamic());
        assertThat(tree(Style.PLAIN, false)).isEqualTo("/bin/app  x86_64, static: no loader, no libraries\n");
    }

    @Test
    void the_list_has_each_path_once_however_many_files_are_asked_for() throws Exception {
        ListFormat format = new ListFormat();
        assertThat(format.print(scene.resolve("/bin/app")) + format.print(scene.resolve("/lib/liba.so")))
                .isEqualTo("/lib64/ld-linux-x86-64.so.2\n/lib/liba.so\n/lib/libb.so\n");
    }

    @Test
    void the_graph_quotes_names_and_paints_what_is_missing() throws Exception {
        scene.elf("/bin/a\"b\\c", program("liba.so", "libgone.so"));
        DotFormat format = new DotFormat();
        String text = format.begin(1) + format.print(scene.resolve("/bin/a\"b\\c")) + format.end();
        assertThat(text)
                .startsWith("digraph whittle {\n")
                .endsWith("}\n")
                .contains(
                        "  \"/bin/a\\\"b\\\\c\" -> \"/lib/liba.so\";\n",
                        "  \"libgone.so\" [color=red];\n",
                        "  \"libaux.so\" [color=grey];\n");
    }

    @Test
    void findings_say_what_is_wrong_who_wants_it_and_where_it_was_looked_for() throws Exception {
        assertThat(ResolutionFindings.of(scene.resolve("/bin/app")))
                .containsExactly(
                        "/bin/app: libgone.so not found, needed by /bin/app; searched /lib/x86_64-linux-gnu,"
                                + " /usr/lib/x86_64-linux-gnu, /lib, /usr/lib",
                        "/bin/app: libtext.so is fatal: /lib/libtext.so: invalid ELF header, needed by /bin/app");
    }

    @Test
    void findings_name_a_loader_that_is_missing_and_a_version() throws Exception {
        scene.elf(
                        "/bin/app",
                        library("libv.so").interpreter("/lib/ld-gone.so.2").needsVersions("libv.so", "V_2"))
                .elf("/lib64/libv.so", library().definesVersions("V_1"));
        assertThat(ResolutionFindings.of(scene.resolve("/bin/app")))
                .containsExactly(
                        "/bin/app: the loader /lib/ld-gone.so.2 cannot be used: no such file",
                        "/bin/app: version V_2 is not in /lib64/libv.so, needed by /bin/app");
    }

    private String tree(Style style, boolean attempts) throws Exception {
        return new TreeFormat(style, attempts).print(scene.resolve("/bin/app"));
    }

    @Test
    void of_many_findings_as_many_are_told_as_wanted_and_the_others_counted() throws Exception {
        scene.elf("/bin/many", program("liba1.so", "liba2.so", "liba3.so", "liba3.so"));
        assertThat(ResolutionFindings.first(scene.resolve("/bin/many"), 3)).hasSize(3);
        assertThat(ResolutionFindings.first(scene.resolve("/bin/many"), 1))
                .hasSize(2)
                .last()
                .isEqualTo("/bin/many: and 2 more; -v lists all");
    }
}
