package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that no package has, and what they name. */
class AddedFilesTest {
    private final Scene scene;

    AddedFilesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/app", program())
                .file("/etc/app/packaged.conf", "")
                .elf("/usr/bin/bc", program())
                .elf("/usr/bin/dc", program())
                .elf("/usr/bin/df", program())
                .elf("/usr/bin/spare", program())
                .file("/usr/lib/mod_space.so", "x");
        scene.tree()
                .mode("/usr/bin/bc", "rwxr-xr-x")
                .mode("/usr/bin/dc", "rwxr-xr-x")
                .mode("/usr/bin/df", "rwxr-xr-x")
                .mode("/usr/bin/spare", "rwxr-xr-x");
        scene.file("/var/lib/dpkg/status", """
                        Package: app
                        Status: install ok installed
                        Priority: optional

                        Package: bc
                        Status: install ok installed
                        Priority: standard

                        Package: dc
                        Status: install ok installed
                        Priority: optional

                        Package: df
                        Status: install ok installed
                        Essential: yes

                        Package: space
                        Status: install ok installed
                        Priority: optional
                        Depends: dc

                        Package: spare
                        Status: install ok installed
                        Priority: optional
                        """)
                .file("/var/lib/dpkg/info/spare.list", "/usr/bin/spare\n")
                .file("/var/lib/dpkg/info/app.list", "/usr/bin/app\n/etc/app\n/etc/app/packaged.conf\n")
                .file("/var/lib/dpkg/info/bc.list", "/usr/bin/bc\n")
                .file("/var/lib/dpkg/info/dc.list", "/usr/bin/dc\n")
                .file("/var/lib/dpkg/info/df.list", "/usr/bin/df\n")
                .file("/var/lib/dpkg/info/space.list", "/usr/lib/mod_space.so\n/opt/space/packaged\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/a",
                "/opt/plugins/a.wasm",
                "/srv/site/lib/A.pm",
                "/srv/table.csv",
                "/media/music/a.ogg",
                "/mnt/a",
                "/usr/local/lib/modules/a.lua",
                "/usr/local/share/site/a",
                "/etc/other/conf.d/a.conf",
                "/home/user/lib/a",
                "/var/www/site/a",
                "/root/.taskrc",
                "/src/include/a.h",
                "/home/user/lib/a.a",
            })
    void what_no_package_has_is_of_the_author(String path) throws Exception {
        scene.file(path, "x");
        assertThat(kept()).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/space/packaged",
                "/home/user/.cache/pip/a",
                "/usr/local/lib/python3.12/site-packages/a.py",
                "/opt/x/node_modules/a/index.js",
                "/opt/x/include/a.h",
                "/usr/local/share/man/man1/a.1",
                "/usr/share/unnamed/a",
                "/etc/init.d/a",
                "/var/cache/a/b",
                "/root/.bash_history",
            })
    void what_a_package_or_a_tool_has_is_not(String path) throws Exception {
        scene.file(path, "x");
        assertThat(kept()).doesNotContain(path);
    }

    @Test
    void settings_beside_those_of_a_package_count_if_those_are_used() throws Exception {
        scene.file("/etc/app/site.conf", "").file("/etc/space/key", "");
        scene.file("/var/lib/dpkg/info/space.list", "/usr/lib/mod_space.so\n/opt/space/packaged\n/etc/space\n");
        assertThat(kept()).contains("/etc/app/site.conf").doesNotContain("/etc/space/key");
    }

    @Test
    void tables_of_the_system_name_no_programs() throws Exception {
        scene.file("/etc/passwd", "bc:x:1:1::/:/usr/bin/bc\n");
        assertThat(kept()).doesNotContain("/usr/bin/bc");
    }

    @Test
    void what_a_build_tool_stores_in_a_home_directory_is_kept_with_the_tool() throws Exception {
        scene.file("/root/.m2/repository/a.jar", "");
        assertThat(kept()).doesNotContain("/root/.m2/repository/a.jar");
        scene.elf("/usr/bin/mvn", program())
                .elf("/usr/bin/app", program().imports("execl").data("/usr/bin/mvn -o"));
        scene.tree().mode("/usr/bin/mvn", "rwxr-xr-x");
        assertThat(kept()).contains("/root/.m2/repository/a.jar");
    }

    @Test
    void the_state_of_an_application_that_the_author_made_counts() throws Exception {
        scene.file("/var/lib/phone/book", "").file("/var/lib/apt/lists/a", "");
        assertThat(kept()).contains("/var/lib/phone/book").doesNotContain("/var/lib/apt/lists/a");
    }

    @Test
    void a_large_directory_needs_another_reason() throws Exception {
        scene.tree().file("/data/a", new byte[17 << 20]);
        assertThat(kept()).doesNotContain("/data/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run bc <<<1+2", "check: [bc, -l]", "x = `bc -l`"})
    void a_program_that_was_installed_for_itself_may_be_any_word(String line) throws Exception {
        scene.file("/data/job.bats", line + "\n");
        assertThat(kept()).contains("/usr/bin/bc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# bc is not here", "abc", "x-bc"})
    void a_comment_and_a_part_of_a_word_are_no_names(String line) throws Exception {
        scene.file("/data/job.bats", line + "\n");
        assertThat(kept()).doesNotContain("/usr/bin/bc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process_create(path(df), [], [])",
                "sys.command \"df -h\"",
                "(run-program 'df')",
                "println \"df -h\".execute().text",
                "['df', '-h'].execute()",
                "val out = Seq(\"df\", \"-h\").!!"
            })
    void a_line_of_any_language_that_starts_programs_may_name_one(String line) throws Exception {
        scene.file("/data/job.ml", line + "\n");
        assertThat(kept()).contains("/usr/bin/df");
    }

    @Test
    void another_program_has_to_be_in_the_place_of_a_command() throws Exception {
        scene.file("/etc/other/a.conf", "Parameter=disc,df -P / | dc -e 1\nnote: see df\n");
        assertThat(kept()).contains("/usr/bin/df", "/usr/bin/dc");
        scene.file("/etc/other/a.conf", "note: see df, and dc\n");
        assertThat(kept()).doesNotContain("/usr/bin/df", "/usr/bin/dc");
    }

    @Test
    void a_library_that_was_installed_for_itself_may_be_named_without_its_suffix() throws Exception {
        scene.file("/data/job.sql", "select load_extension('mod_space');\n");
        assertThat(kept()).contains("/usr/lib/mod_space.so");
    }

    @Test
    void paths_zones_and_locales_are_names_of_files() throws Exception {
        scene.file("/usr/share/dict/words", "x")
                .file("/usr/share/zoneinfo/Europe/Oslo", "x")
                .file("/usr/lib/locale/C.utf8/LC_CTYPE", "x")
                .file(
                        "/data/a.json",
                        "{\"w\": \"/usr/share/dict/words\", \"z\": \"Europe/Oslo\", \"l\": \"C.UTF-8\"}\n");
        assertThat(kept())
                .contains(
                        "/usr/share/dict/words", "/usr/share/zoneinfo/Europe/Oslo", "/usr/lib/locale/C.utf8/LC_CTYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"command\": \"dc -e 1\"}", "{\"x\": \"echo 1 | dc\"}", "{\"id\":1,\"cmd\":\"dc\"}"})
    void a_value_of_json_may_be_a_line_for_a_shell(String json) throws Exception {
        scene.file("/data/flow.json", json);
        assertThat(kept()).contains("/usr/bin/dc");
    }

    @Test
    void other_values_of_json_name_no_commands() throws Exception {
        scene.file("/data/flow.json", "{\"name\": \"dc -e 1\", \"text\": \"df is not run\"}");
        assertThat(kept()).doesNotContain("/usr/bin/dc", "/usr/bin/df");
    }

    @Test
    void a_source_includes_files_of_the_kind() throws Exception {
        scene.file("/usr/include/space/a.proto", "")
                .file("/usr/include/space/b.proto", "")
                .file("/usr/include/space/a.h", "")
                .file("/data/x.proto", "import \"space/a.proto\";\n");
        assertThat(kept())
                .contains("/usr/include/space/a.proto", "/usr/include/space/b.proto")
                .doesNotContain("/usr/include/space/a.h");
    }

    @Test
    void a_program_that_is_kept_through_links_is_not_named_again() throws Exception {
        scene.elf("/opt/tool/v1/run", program())
                .link("/opt/tool/current", "v1")
                .link("/usr/bin/run", "/opt/tool/current/run")
                .file("/opt/tool/v1/data", "x");
        assertThat(Question.of(scene, "/usr/bin/run")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .found("added"))
                .anyMatch(each -> each.contains("/opt/tool/v1/data"))
                .noneMatch(each -> each.contains("/opt/tool/v1/run") || each.contains("/opt/tool/current"));
    }

    @Test
    void a_link_to_what_the_first_start_writes_is_kept_beside_files_in_use() throws Exception {
        scene.file("/usr/share/site/index.php", "x")
                .link("/usr/share/site/settings.php", "/var/lib/site/settings.php")
                .link("/usr/share/site/old.php", "/usr/share/gone.php")
                .link("/usr/share/unused/settings.php", "/var/lib/site/settings.php")
                .file("/data/a.conf", "root /usr/share/site/index.php\n");
        assertThat(kept())
                .contains("/usr/share/site/settings.php -> /var/lib/site/settings.php")
                .noneMatch(path -> path.contains("old.php") || path.contains("unused"));
    }

    @Test
    void a_library_that_a_linker_finds_is_kept_under_the_name_that_is_loaded() throws Exception {
        scene.elf("/usr/lib/libspace.so.1.2", library().soname("libspace.so.1"))
                .link("/usr/lib/libspace.so", "libspace.so.1.2")
                .link("/usr/lib/libspace.so.1", "libspace.so.1.2")
                .file("/srv/x/build.conf", "x = /usr/lib/libspace.so\n");
        assertThat(kept())
                .contains("/usr/lib/libspace.so -> libspace.so.1.2", "/usr/lib/libspace.so.1 -> libspace.so.1.2");
    }

    @Test
    void prose_names_nothing() throws Exception {
        scene.file("/usr/share/dict/words", "x").file("/data/README.md", "bc reads /usr/share/dict/words\n");
        assertThat(kept()).doesNotContain("/usr/bin/bc", "/usr/share/dict/words");
    }

    private List<String> kept() throws Exception {
        return Question.of(scene, "/usr/bin/app")
                .wholeImage()
                .keeping(FamilyChoice.Keep.DEFAULT)
                .kept();
    }
}
