package dev.whittle.discover.owned;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.Question;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program's own directories are kept without expensive files that are not known to be used. */
class OwnTreesTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);

    private final Scene scene;

    OwnTreesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/foo", program().data("/usr/lib/foo"))
                .elf("/usr/lib/foo/foo", program().data(MEGABYTE))
                .elf("/usr/lib/foo/small", program())
                .elf("/usr/lib/foo/big", program().data(MEGABYTE.repeat(5)))
                .link("/usr/lib/foo/big-link", "big")
                .elf("/usr/lib/foo/plain.so", library().data(MEGABYTE))
                .elf("/usr/lib/foo/heavy.so", library("libheavy.so"))
                .elf("/lib/libheavy.so", library().data(MEGABYTE.repeat(16)))
                .file("/usr/lib/foo/bitcode/x.bc", new byte[] {'B', 'C', (byte) 0xC0, (byte) 0xDE, 0})
                .file("/usr/lib/foo/sums.bc", "1+1\n");
    }

    @Test
    void a_helper_or_a_plugin_of_many_megabytes_is_only_possible() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/foo").kept())
                .contains("/usr/lib/foo/small", "/usr/lib/foo/plain.so", "/usr/lib/foo/sums.bc")
                .doesNotContain("/usr/lib/foo/big", "/usr/lib/foo/heavy.so", "/lib/libheavy.so")
                .noneMatch(path -> path.startsWith("/usr/lib/foo/big-link"));
        assertThat(Question.of(scene, "/usr/bin/foo").with("paths").kept())
                .contains("/usr/lib/foo/big", "/usr/lib/foo/big-link -> big", "/lib/libheavy.so");
    }

    @ParameterizedTest
    @CsvSource({"foo -o heavy:x, true", "foo -o heaviest:x, false", "foo -o enc-heavy:x, false"})
    void a_plugin_that_an_argument_names_is_kept(String command, boolean expected) throws Exception {
        scene.elf("/bin/sh", program()).file("/usr/bin/start", "#!/bin/sh\n" + command + "\n");
        scene.tree().mode("/usr/bin/start", "rwxr-xr-x").mode("/usr/bin/foo", "rwxr-xr-x");
        boolean kept = Question.of(scene)
                .started("/usr/bin/start")
                .config("'Cmd':['start']")
                .wholeImage()
                .kept()
                .contains("/usr/lib/foo/heavy.so");
        assertThat(kept).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "libfoomod%s, foo large:x, true",
        "libfoomod%s, foo -o foo, false",
        "%sformat, foo -olarge, true",
        "%sformat, foo -O a.large, true",
        "%sformat, foo -O a.larger, false",
        "%sformat, foo -oenlarge, false",
    })
    void what_plugins_names_share_is_no_part_of_the_names_that_arguments_have(
            String form, String command, boolean expected) throws Exception {
        for (String name : new String[] {"one", "two", "three"}) {
            scene.elf("/usr/lib/foo/mods/" + form.replace("%s", name) + ".so", library());
        }
        String large = "/usr/lib/foo/mods/" + form.replace("%s", "large") + ".so";
        scene.elf(large, library("libheavy.so"))
                .elf("/bin/sh", program())
                .file("/usr/bin/start", "#!/bin/sh\n" + command + "\n");
        scene.tree().mode("/usr/bin/start", "rwxr-xr-x").mode("/usr/bin/foo", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/usr/bin/start")
                        .config("'Cmd':['start']")
                        .wholeImage()
                        .kept()
                        .contains(large))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "server.modules += (\"heavy\"), true",
        "load heavy.so, true",
        "# load heavy.so, false",
        "load heavier.so, false",
    })
    void a_plugin_that_settings_name_is_kept_whatever_it_costs(String line, boolean expected) throws Exception {
        scene.file("/etc/foo/foo.conf", line + "\n")
                .elf("/usr/bin/foo", program().data("/usr/lib/foo", "/etc/foo/foo.conf"));
        assertThat(Question.of(scene, "/usr/bin/foo").kept().contains("/lib/libheavy.so"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Package: foo, a note, true",
        "Package: foo-tools\\nDepends: foo\\nSource: foo, a note, true",
        "Package: other\\nDepends: foo, a note, false",
        "Package: foo, load plain.so, false",
        "Package: foo-conf\\nDepends: foo\\nSource: foo, a note, false",
    })
    void a_plugin_of_a_requested_package_may_cost_more_if_no_setting_names_one(
            String requested, String line, boolean expected) throws Exception {
        scene.file("/etc/foo/foo.conf", line + "\n")
                .elf("/usr/bin/foo", program().data("/usr/lib/foo", "/etc/foo/foo.conf", MEGABYTE.repeat(34)))
                .file(
                        "/var/lib/dpkg/status",
                        requested.replace("\\n", "\n")
                                + "\nStatus: install ok installed\nPriority: optional\n"
                                + "\nPackage: foo\nStatus: install ok installed\nPriority: optional\nSource: foo\n")
                .file("/var/lib/dpkg/info/foo-tools.list", "/usr/share/foo-tools/a\n")
                .file("/var/lib/dpkg/info/foo-conf.list", "/etc/foo/foo.conf\n")
                .file("/var/lib/dpkg/info/other.list", "/usr/share/other/a\n")
                .file("/var/lib/dpkg/info/foo.list", "/usr/lib/foo/heavy.so\n/usr/lib/foo/plain.so\n");
        Question question = Question.of(scene, "/usr/bin/foo").keeping(FamilyChoice.Keep.DEFAULT);
        assertThat(question.kept().contains("/lib/libheavy.so")).isEqualTo(expected);
        scene.elf("/usr/bin/foo", program().data("/usr/lib/foo", "/etc/foo/foo.conf"));
        assertThat(question.kept()).doesNotContain("/lib/libheavy.so");
        assertThat(question.found("paths")).anyMatch(found -> found.startsWith("LARGE /usr/lib/foo/heavy.so "));
    }

    @Test
    void a_script_costs_what_its_interpreter_does() throws Exception {
        scene.file("/usr/lib/foo/report.pl", "#!/usr/bin/env perl\n")
                .elf("/usr/bin/perl", program().data(MEGABYTE.repeat(3)));
        scene.tree().mode("/usr/lib/foo/report.pl", "rwxr-xr-x").mode("/usr/bin/perl", "rwxr-xr-x");
        assertThat(Question.of(scene, "/usr/bin/foo").kept()).doesNotContain("/usr/lib/foo/report.pl", "/usr/bin/perl");
        assertThat(Question.of(scene, "/usr/bin/foo", "/usr/bin/perl").kept()).contains("/usr/lib/foo/report.pl");
    }

    @Test
    void a_library_has_no_directory_with_the_programs_of_a_package_that_is_built_on_it() throws Exception {
        scene.elf("/usr/bin/foo", program("libbar.so.0"))
                .elf("/usr/lib/libbar.so.0", library().data("/usr/lib/bar"))
                .elf("/usr/lib/bar/bard", program());
        assertThat(Question.of(scene, "/usr/bin/foo").kept()).contains("/usr/lib/bar/bard");
        String installed = "\nStatus: install ok installed\nPriority: optional\n";
        scene.file(
                        "/var/lib/dpkg/status",
                        "Package: libbar0" + installed + "\nPackage: bar" + installed + "Depends: libbar0\n")
                .file("/var/lib/dpkg/info/libbar0.list", "/usr/lib/libbar.so.0\n")
                .file("/var/lib/dpkg/info/bar.list", "/usr/lib/bar/bard\n");
        assertThat(Question.of(scene, "/usr/bin/foo").kept()).doesNotContain("/usr/lib/bar/bard");
    }

    @Test
    void the_program_itself_is_no_helper() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/foo").kept()).contains("/usr/lib/foo/foo");
    }

    @Test
    void what_is_kept_anyway_costs_nothing() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/foo", "/lib/libheavy.so").kept())
                .contains("/usr/lib/foo/heavy.so");
        assertThat(Question.of(scene, "/usr/bin/foo", "/usr/lib/foo/big").kept())
                .contains("/usr/lib/foo/big-link -> big");
    }

    @Test
    void a_script_of_such_a_directory_is_read_as_what_may_be_run() throws Exception {
        scene.file("/usr/lib/foo/ctl", "#!/bin/sh\nsmall-tool\nlarge-tool\nnone\n")
                .elf("/bin/sh", program())
                .elf("/usr/bin/small-tool", program())
                .elf("/usr/bin/large-tool", program().data(MEGABYTE.repeat(3)));
        scene.tree().mode("/usr/lib/foo/ctl", "rwxr-xr-x");
        Question question = Question.of(scene, "/usr/bin/foo").keeping(FamilyChoice.Keep.DEFAULT);
        assertThat(question.kept()).contains("/usr/bin/small-tool", "/bin/sh").doesNotContain("/usr/bin/large-tool");
        assertThat(question.closure().isComplete()).isTrue();
    }

    @Test
    void bitcode_is_for_llvm_alone() throws Exception {
        assertThat(Question.of(scene, "/usr/bin/foo").kept()).doesNotContain("/usr/lib/foo/bitcode/x.bc");
        scene.elf("/usr/lib/foo/jit.so", library("libLLVM-14.so")).libraries("/lib/libLLVM-14.so");
        assertThat(Question.of(scene, "/usr/bin/foo").kept()).contains("/usr/lib/foo/bitcode/x.bc");
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/bar, share/bar-data/templates, /usr/share/bar-data/templates/a",
        "/opt/x/bin/bar, share/bar/templates/, /opt/x/share/bar/templates/a",
        "/bin/bar, etc/bar.conf, /etc/bar.conf",
        "/usr/bin/bar-server, /usr/share/bar, /usr/share/bar/a",
        "/usr/bin/bar.tiny, /usr/share/bar, /usr/share/bar/a",
        "/usr/bin/bar, /usr/bin/bar-agent, /usr/bin/bar-agent",
    })
    void a_path_may_be_relative_and_a_name_have_two_parts(String program, String string, String expected)
            throws Exception {
        scene.elf(program, program().data(string)).file(expected, "");
        if (expected.endsWith("-agent")) {
            scene.tree().mode(expected, "rwxr-xr-x");
        }
        assertThat(Question.of(scene, program).kept()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/share/other/templates, share/other/templates",
        "/usr/share/baroque/x, /usr/share/bar-oque",
        "/usr/lib/x86_64-linux-gnu/x, /usr/lib/x86_64-linux-gnu",
    })
    void another_s_directory_is_not_its_own(String file, String string) throws Exception {
        scene.elf("/usr/bin/bar", program().data(string)).file(file + "/a", "");
        assertThat(Question.of(scene, "/usr/bin/bar").kept()).doesNotContain(file + "/a");
    }

    @Test
    void a_directory_for_its_sockets_is_kept_and_no_other_of_run() throws Exception {
        scene.elf("/usr/bin/bar", program().data("/var/run/bar", "/run/lock", "/run/gone", "/var/run"));
        scene.tree().directory("/run/bar").directory("/run/lock");
        scene.link("/var/run", "/run");
        assertThat(Question.of(scene, "/usr/bin/bar").kept())
                .contains("/run/bar/", "/var/run -> /run")
                .doesNotContain("/run/lock/");
    }

    @Test
    void a_directory_to_write_to_comes_empty() throws Exception {
        scene.elf("/usr/bin/bar", program().data("/var/lib/state")).file("/var/lib/state/old", "");
        assertThat(Question.of(scene, "/usr/bin/bar").kept())
                .contains("/var/lib/state/")
                .doesNotContain("/var/lib/state/old");
    }
}
