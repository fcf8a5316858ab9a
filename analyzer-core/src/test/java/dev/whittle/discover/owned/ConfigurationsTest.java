package dev.whittle.discover.owned;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of configuration files, for any program. */
class ConfigurationsTest {
    private final Scene scene;

    ConfigurationsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/sbin/app", program().data("/etc/app.conf"))
                .file("/etc/app.d/a.conf", "")
                .file("/etc/app.d/b.txt", "")
                .file("/etc/more.conf", "include \"/etc/last.conf\";\n")
                .file("/etc/last.conf", "")
                .file("/etc/keys", "")
                .file("/etc/shadow", "")
                .file("/srv/pages/index", "")
                .file("/var/lib/app/old", "")
                .file("/usr/share/big/x", "");
        for (String tool : List.of("/usr/bin/tool", "/usr/bin/worker")) {
            scene.elf(tool, program());
            scene.tree().mode(tool, "rwxr-xr-x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"command = fetch -x", "csvpipe_command = fetch /srv/docs/d.csv", "on-change.exec: fetch all"})
    void a_key_that_ends_as_those_for_commands_do_has_one(String line) throws Exception {
        scene.file("/etc/app/app.conf", line + "\n")
                .elf("/usr/bin/app", program().data("/etc/app/app.conf"))
                .elf("/usr/bin/fetch", program());
        scene.tree().mode("/usr/bin/fetch", "rwxr-xr-x");
        assertThat(Question.of(scene, "/usr/bin/app").kept()).contains("/usr/bin/fetch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"url = file:///etc/last.conf", "'file:///etc/last.conf'", "nextCatalog file:///etc/last.conf"})
    void a_uri_of_a_file_is_a_path(String line) throws Exception {
        scene.file("/etc/app.conf", line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept()).contains("/etc/last.conf");
    }

    @ParameterizedTest
    @CsvSource({
        "libdriver.so.1, true",
        "'driver = libdriver.so.1', true",
        "'see libdriver.so.1 there', false",
        "'<map dll=\"x\" target=\"$libdir/libdriver.so.1\" os=\"!windows\"/>', true"
    })
    void a_library_is_named_as_the_loader_finds_it(String line, boolean expected) throws Exception {
        scene.libraries("/lib/libdriver.so.1").file("/etc/app.conf", line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept().contains("/lib/libdriver.so.1"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "^posix archive:tar:unpack xvf '%e' ! true",
                "image/png; unpack -resize 50% %s   ! true",
                "a = unpack --to {} now             ! true",
                "# image/png; unpack -x %s          ! false",
                "error = unpack of %s failed        ! false",
                "image/png; unpacker -x %s          ! false",
            })
    void a_command_line_with_a_placeholder_names_a_program(String line, boolean expected) throws Exception {
        scene.file("/etc/app/extract.conf", line + "\n")
                .elf("/usr/bin/app", program().data("/etc/app/extract.conf"))
                .elf("/usr/bin/unpack", program());
        scene.tree().mode("/usr/bin/unpack", "rwxr-xr-x");
        Question question = Question.of(scene, "/usr/bin/app").keeping(FamilyChoice.Keep.DEFAULT);
        assertThat(question.kept().contains("/usr/bin/unpack")).isEqualTo(expected);
    }

    @Test
    void what_is_installed_locally_is_meant_with_its_content() throws Exception {
        scene.file("/etc/app.conf", "modules = /usr/local/lib/app-modules\n")
                .file("/usr/local/lib/app-modules/one/one.lua", "");
        assertThat(Question.of(scene, "/usr/sbin/app").kept()).contains("/usr/local/lib/app-modules/one/one.lua");
    }

    @Test
    void a_directory_of_scripts_that_is_named_is_kept_with_what_they_run() throws Exception {
        scene.file("/etc/app.conf", "hooks = /usr/share/other/hooks\nnothing = /usr/share/big\n")
                .file("/usr/share/other/hooks/first", "#!/usr/bin/tool\n");
        scene.tree().mode("/usr/share/other/hooks/first", "rwxr-xr-x");
        assertThat(Question.of(scene, "/usr/sbin/app")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/share/other/hooks/first", "/usr/bin/tool")
                .doesNotContain("/usr/share/big/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Include /etc/app.d/*.conf",
                "  include /etc/app.d/*.conf;",
                "@includedir /etc/app.d",
                "#includedir /etc/app.d",
                "!includedir /etc/app.d/",
                "include_dir /etc/app.d",
                ".include = /etc/app.d",
                "include app.d/a.conf",
                "include \"/etc/app.d/a.conf\";",
                "files = /etc/app.d/*.conf",
                "conf-dir=/etc/app.d/a.conf",
                "key: '/etc/app.d/a.conf'",
            })
    void an_included_file_is_kept(String line) throws Exception {
        scene.file("/etc/app.conf", "# a comment\n" + line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept()).contains("/etc/app.d/a.conf");
        assertThat(Question.of(scene, "/usr/sbin/app").without("configuration").kept())
                .doesNotContain("/etc/app.d/a.conf");
    }

    @Test
    void an_included_file_includes_more() throws Exception {
        scene.file("/etc/app.conf", "include /etc/more.conf\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept()).contains("/etc/more.conf", "/etc/last.conf");
        assertThat(Question.of(scene, "/usr/sbin/app").found("configuration"))
                .contains("RECOMMENDED /etc/last.conf/** (line 1 of /etc/more.conf includes /etc/last.conf)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key /etc/keys                  | /etc/keys",
                "root = \"/srv/pages\"          | /srv/pages/index",
                "datadir=/var/lib/app           | /var/lib/app/",
                "log_file /var/lib/app/new.log  | /var/lib/app/",
                "subsystem /usr/bin/tool -f     | /usr/bin/tool",
                "command=worker --x             | /usr/bin/worker",
            })
    void a_file_a_place_and_a_program_that_it_names(String line, String expected) throws Exception {
        scene.file("/etc/app.conf", line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# key /etc/keys      | /etc/keys",
                "; key /etc/keys      | /etc/keys",
                "key $x/etc/keys      | /etc/keys",
                "key /etc/keys.${x}   | /etc/keys",
                "http://host/etc/keys | /etc/keys",
                "see /etc/shadow      | /etc/shadow",
                "datadir=/var/lib/app | /var/lib/app/old",
                "data=/usr/share/big  | /usr/share/big/x",
                "include /etc         | /etc/keys",
                "0 string #!\\ /usr/bin/tool text/x-tool | /usr/bin/tool",
                "root /               | /etc/keys",
            })
    void what_is_not_meant_stays_away(String line, String absent) throws Exception {
        scene.file("/etc/app.conf", line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept()).doesNotContain(absent);
    }

    @Test
    void other_families_files_and_shells_start_files_are_not_read() throws Exception {
        scene.elf("/usr/sbin/app", program().data("/etc/shells", "/etc/bash.bashrc"))
                .file("/etc/shells", "/usr/bin/tool\n")
                .file("/etc/bash.bashrc", "x=/usr/bin/tool\n");
        assertThat(Question.of(scene, "/usr/sbin/app").kept())
                .contains("/etc/shells", "/etc/bash.bashrc")
                .doesNotContain("/usr/bin/tool");
    }
}
