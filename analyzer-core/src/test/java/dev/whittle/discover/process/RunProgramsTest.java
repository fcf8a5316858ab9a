package dev.whittle.discover.process;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.golang.GoFile;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs run, and the plugins that they name without a path. */
class RunProgramsTest {
    private final Scene scene;

    RunProgramsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root);
        for (String path : new String[] {"/bin/sh", "/usr/bin/locale", "/opt/db/bin/server", "/opt/db/bin/other"}) {
            scene.elf(path, program());
            scene.tree().mode(path, "rwxr-xr-x");
        }
    }

    @Test
    void popen_needs_a_shell_and_the_command() throws Exception {
        scene.elf("/usr/bin/app", program().imports("popen").data("locale -a", "locale of a land", "gone -x"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .containsExactly(
                        "RECOMMENDED /bin/sh (/usr/bin/app imports popen)",
                        "RECOMMENDED /usr/bin/locale (/usr/bin/app imports popen and holds the string locale -a)");
    }

    @Test
    void a_go_program_names_what_it_starts() throws Exception {
        scene.elf("/usr/bin/gzip", program()).elf("/usr/bin/sort", program()).elf("/usr/bin/uniq", program());
        for (String path : new String[] {"gzip", "sort", "uniq"}) {
            scene.tree().mode("/usr/bin/" + path, "rwxr-xr-x");
        }
        scene.tree().file("/app/server", GoFile.amd64());
        assertThat(Question.of(scene, "/app/server").found("programs"))
                .containsExactly(
                        "RECOMMENDED /usr/bin/gzip (/app/server (main.main, os/exec) runs gzip)",
                        "RECOMMENDED /bin/sh (/app/server (main.main, os/exec) runs sh)",
                        "RECOMMENDED /usr/bin/sort (/app/server (main.main, os/exec) runs sort)",
                        "RECOMMENDED /usr/bin/uniq (/app/server (main.main, os/exec) runs uniq)");
    }

    @Test
    void several_commands_are_a_line_for_a_shell() throws Exception {
        scene.elf("/usr/bin/app", program().imports("popen").data("echo from shell | locale -a", "yes | no"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .contains("UNCERTAIN /usr/bin/locale (/usr/bin/app imports popen and holds a string that runs locale)");
    }

    @Test
    void system_is_uncertain_and_popen_of_a_library_a_possibility() throws Exception {
        scene.elf("/usr/bin/app", program("libx.so").imports("system").data("locale -a"))
                .elf("/lib/libx.so", library().imports("popen"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .containsExactlyInAnyOrder(
                        "UNCERTAIN /bin/sh (/usr/bin/app imports system)",
                        "UNCERTAIN /usr/bin/locale (/usr/bin/app imports system and holds the string locale -a)",
                        "POSSIBLE /bin/sh (/lib/libx.so imports popen)");
    }

    @Test
    void a_program_of_its_own_directory_is_run_by_its_name() throws Exception {
        scene.elf("/opt/db/bin/init", program().imports("execv").data("server", "an other"));
        assertThat(Question.of(scene, "/opt/db/bin/init").kept())
                .contains("/opt/db/bin/server")
                .doesNotContain("/opt/db/bin/other");
        scene.elf("/opt/db/bin/init", program().data("server"));
        assertThat(Question.of(scene, "/opt/db/bin/init").found("programs")).isEmpty();
    }

    @Test
    void in_a_directory_of_all_programs_a_name_is_a_word() throws Exception {
        scene.elf("/usr/bin/app", program().imports("execv").data("locale"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/libexec/app", "/usr/libexec/app/", "/usr/libexec/app/helper"})
    void a_plugin_lies_in_a_directory_that_its_program_names(String string) throws Exception {
        scene.elf("/usr/bin/run", program().data(string, "plugin.so", "gone.so"))
                .libraries("/usr/libexec/app/plugin.so", "/usr/libexec/app/other.so");
        boolean named = !string.endsWith("helper");
        assertThat(Question.of(scene, "/usr/bin/run").kept().contains("/usr/libexec/app/plugin.so"))
                .isEqualTo(named);
        assertThat(Question.of(scene, "/usr/bin/run").kept()).doesNotContain("/usr/libexec/app/other.so");
    }

    @Test
    void its_loader_s_directory_counts_as_well() throws Exception {
        scene.elf("/usr/bin/run", program().runpath("/usr/libexec/app").data("plugin.so"))
                .libraries("/usr/libexec/app/plugin.so");
        assertThat(Question.of(scene, "/usr/bin/run").found("dlopen-strings"))
                .containsExactly("RECOMMENDED /usr/libexec/app/plugin.so (/usr/bin/run holds the string plugin.so,"
                        + " and names /usr/libexec/app)");
    }

    @Test
    void package_data_tie_a_name_to_a_program() throws Exception {
        programs("/usr/bin/zip-one", "/usr/bin/zip-two", "/usr/bin/zip-three", "/usr/bin/word");
        scene.elf("/usr/bin/app", program().imports("execvp").data("gone-zip", "zip-two", "zip-one", "x y", "word"))
                .file("/var/lib/dpkg/status", """
                        Package: app
                        Status: install ok installed
                        Suggests: zip1:any (>= 1) | zip3,
                         more

                        Package: zip1

                        Package: zip2

                        Package: zip3
                        """)
                .file("/var/lib/dpkg/info/app.list", "/.\n/bin/app\n")
                .file("/var/lib/dpkg/info/zip1.list", "/usr/bin/zip-one\n")
                .file("/var/lib/dpkg/info/zip2.list", "/usr/bin/zip-two\n")
                .file("/var/lib/dpkg/info/zip3.list", "/usr/bin/zip-three\n");
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .containsExactly(
                        "EXPECTED /usr/bin/zip-one (/usr/bin/app runs programs and holds the string zip-one, of the"
                                + " package that app asks for)",
                        "UNCERTAIN /usr/bin/zip-two (/usr/bin/app runs programs and holds the string zip-two beside the"
                                + " name of one that its package asks for)");
    }

    @Test
    void programs_that_no_package_has_are_tied_to_one_another() throws Exception {
        programs("/usr/bin/watch-one", "/usr/bin/packaged");
        scene.elf("/usr/bin/watch-all", program().imports("execvp").data("watch-one", "x y", "packaged"))
                .file("/lib/apk/db/installed", "P:p\nF:usr/bin\nR:packaged\n");
        assertThat(Question.of(scene, "/usr/bin/watch-all").found("programs"))
                .containsExactly("UNCERTAIN /usr/bin/watch-one (/usr/bin/watch-all runs programs and holds the string"
                        + " watch-one, which no package has either)");
    }

    @Test
    void one_string_is_enough_for_a_program_of_the_same_package() throws Exception {
        programs("/usr/sbin/post-alias", "/usr/sbin/post");
        scene.elf("/usr/sbin/mail", program().imports("execv").data("post-alias", "a b", "post", "no post-alias"))
                .file("/lib/apk/db/installed", "P:p\nF:usr/sbin\nR:post-alias\nR:mail\n\nP:q\nF:usr/sbin\nR:post\n");
        assertThat(Question.of(scene, "/usr/sbin/mail").found("programs"))
                .containsExactly("UNCERTAIN /usr/sbin/post-alias (/usr/sbin/mail runs programs and holds the string"
                        + " post-alias, of the package that has both)");
    }

    @Test
    void a_package_without_programs_stands_for_those_that_it_depends_on() throws Exception {
        programs("/usr/bin/gpx");
        scene.elf("/usr/bin/annex", program().imports("execvp").data("a b", "gpx", "c d", "ls"))
                .file("/var/lib/dpkg/status", """
                        Package: annex
                        Status: install ok installed
                        Recommends: gnupx

                        Package: gnupx
                        Status: install ok installed
                        Depends: gpx

                        Package: gpx
                        Status: install ok installed
                        """)
                .file("/var/lib/dpkg/info/annex.list", "/usr/bin/annex\n")
                .file("/var/lib/dpkg/info/gnupx.list", "/usr/share/doc/gnupx\n")
                .file("/var/lib/dpkg/info/gpx.list", "/usr/bin/gpx\n");
        assertThat(Question.of(scene, "/usr/bin/annex").found("programs"))
                .containsExactly("EXPECTED /usr/bin/gpx (/usr/bin/annex runs programs and holds the string gpx, of the"
                        + " package that annex asks for)");
    }

    @Test
    void apk_s_database_ties_as_well() throws Exception {
        programs("/usr/bin/zip-one", "/sbin/other");
        scene.elf("/bin/app", program().imports("execvp").data("zip-one", "x y", "other"))
                .file(
                        "/lib/apk/db/installed",
                        "P:app\nD:zip so:libc.so\nF:bin\nR:app\n\nP:zip\nF:usr/bin\nR:zip-one\n\nP:o\nF:sbin\nR:other\n");
        assertThat(Question.of(scene, "/bin/app").found("programs"))
                .containsExactly("EXPECTED /usr/bin/zip-one (/bin/app runs programs and holds the string zip-one, of"
                        + " the package that app asks for)");
        scene.elf("/bin/app", program().data("zip-one", "x y", "other"));
        assertThat(Question.of(scene, "/bin/app").found("programs")).isEmpty();
    }

    @Test
    void a_whole_string_that_is_no_word_may_be_the_name_of_a_program() throws Exception {
        programs("/usr/bin/zipper", "/usr/bin/sort", "/usr/bin/gunzip", "/usr/bin/one-two");
        scene.elf("/usr/bin/app", program().imports("execvp").data("zipper", "sort", "gunzip -x", "my one-two"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .contains("UNCERTAIN /usr/bin/zipper (/usr/bin/app runs programs and holds the string zipper, the name"
                        + " of one)")
                .noneMatch(line -> line.contains("/usr/bin/sort") || line.contains("/usr/bin/one-two"));
    }

    @Test
    void a_program_of_the_base_system_does_not_name_others_of_it_without_a_relation() throws Exception {
        programs("/usr/bin/zipper", "/usr/bin/app");
        scene.elf("/usr/bin/app", program().imports("execvp").data("zipper"))
                .file("/var/lib/dpkg/info/app.list", "/usr/bin/app\n")
                .file("/var/lib/dpkg/info/zipper.list", "/usr/bin/zipper\n");
        String status = """
                Package: app
                Status: install ok installed
                Priority: required

                Package: zipper
                Status: install ok installed
                Priority: %s
                """;
        scene.file("/var/lib/dpkg/status", status.formatted("required"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs")).isEmpty();
        scene.file("/var/lib/dpkg/status", status.formatted("optional"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs")).hasSize(1);
    }

    @Test
    void one_string_may_list_the_programs_of_which_one_is_started() throws Exception {
        programs("/usr/bin/zipper", "/usr/bin/sort", "/usr/bin/mender");
        scene.elf("/usr/bin/app", program().imports("execvp").data("zipper : zap", "sort,mender.x", "mender: no such"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .anyMatch(line -> line.contains("/usr/bin/zipper"))
                .noneMatch(line -> line.contains("/usr/bin/sort") || line.contains("/usr/bin/mender"));
    }

    @Test
    void an_alternative_is_of_the_package_of_its_program() throws Exception {
        programs("/usr/bin/g-one", "/usr/bin/app");
        scene.link("/usr/bin/cpp-one", "/etc/alternatives/cpp-one").link("/etc/alternatives/cpp-one", "/usr/bin/g-one");
        scene.elf("/usr/bin/app", program().imports("execvp").data("cpp-one"))
                .file("/var/lib/dpkg/status", """
                        Package: app
                        Status: install ok installed
                        Priority: optional

                        Package: g-one
                        Status: install ok installed
                        Priority: optional
                        """)
                .file("/var/lib/dpkg/info/app.list", "/usr/bin/app\n")
                .file("/var/lib/dpkg/info/g-one.list", "/usr/bin/g-one\n");
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .contains("EXPECTED /usr/bin/cpp-one (/usr/bin/app runs programs and holds the string cpp-one, the name"
                        + " of one, of a package that no other depends on)");
    }

    @Test
    void a_string_may_begin_with_the_path_of_a_program() throws Exception {
        programs("/usr/bin/ps");
        scene.file("/usr/bin/notes", "")
                .elf("/bin/app", program().imports("execve").data("/usr/bin/ps axo 'stat'", "/usr/bin/notes of it"));
        assertThat(Question.of(scene, "/bin/app").found("programs"))
                .containsExactly(
                        "UNCERTAIN /usr/bin/ps (/bin/app imports execve and holds the string /usr/bin/ps axo 'stat')");
    }

    @Test
    void a_line_that_begins_with_exec_is_for_a_shell() throws Exception {
        scene.elf("/usr/bin/app", program().imports("execl").data("exec locale -a %s"));
        assertThat(Question.of(scene, "/usr/bin/app").kept()).contains("/bin/sh", "/usr/bin/locale");
    }

    @Test
    void a_library_may_start_what_a_program_names() throws Exception {
        scene.elf("/usr/bin/app", program("libpipe.so").data("locale -a"))
                .elf("/lib/libpipe.so", library().soname("libpipe.so").imports("execvp"));
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .containsExactly("UNCERTAIN /usr/bin/locale (/usr/bin/app needs /lib/libpipe.so, which imports execvp,"
                        + " and holds the string locale -a)");
    }

    @Test
    void what_is_named_and_was_installed_for_itself_is_expected() throws Exception {
        programs("/usr/bin/one", "/usr/bin/two", "/usr/bin/base");
        scene.elf("/usr/bin/app", program().imports("execvp").data("one -x", "two -x", "base -x"))
                .file("/var/lib/dpkg/status", """
                        Package: app
                        Status: install ok installed
                        Priority: optional
                        Depends: two

                        Package: one
                        Status: install ok installed
                        Priority: optional

                        Package: two
                        Status: install ok installed
                        Priority: optional

                        Package: base
                        Status: install ok installed
                        Priority: required
                        """)
                .file("/var/lib/dpkg/info/app.list", "/usr/bin/app\n")
                .file("/var/lib/dpkg/info/one.list", "/usr/bin/one\n")
                .file("/var/lib/dpkg/info/two.list", "/usr/bin/two\n")
                .file("/var/lib/dpkg/info/base.list", "/usr/bin/base\n");
        assertThat(Question.of(scene, "/usr/bin/app").found("programs"))
                .contains(
                        "EXPECTED /usr/bin/one (/usr/bin/app imports execvp and holds the string one -x, of a package"
                                + " that no other depends on)",
                        "UNCERTAIN /usr/bin/two (/usr/bin/app imports execvp and holds the string two -x)",
                        "UNCERTAIN /usr/bin/base (/usr/bin/app imports execvp and holds the string base -x)");
    }

    private void programs(String... paths) throws IOException {
        for (String path : paths) {
            scene.elf(path, program());
            scene.tree().mode(path, "rwxr-xr-x");
        }
    }
}
