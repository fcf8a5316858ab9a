package dev.whittle.discover;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interpreters, plugins and data: directories that come with a kept file. */
class TreesTest {
    private final Scene scene;

    TreesTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/usr/bin/python3.11", program())
                .file("/usr/lib/python3.11/os.py", "")
                .elf("/usr/lib/python3.11/lib-dynload/_x.so", library("libx.so"))
                .libraries("/lib/libx.so")
                .file("/usr/lib/python3/dist-packages/six.py", "")
                .file("/usr/lib/python3.9/os.py", "")
                .elf("/usr/bin/perl", program().data("/usr/share/perl/5.36:/usr/lib/perl5", "/usr/share/other"))
                .file("/usr/share/perl/5.36/strict.pm", "")
                .file("/usr/share/other/x", "")
                .elf("/usr/bin/ruby3.1", program("libruby.so"))
                .elf("/lib/libruby.so", library().data("/usr/lib/ruby/3.1.0"))
                .file("/usr/lib/ruby/3.1.0/set.rb", "")
                .file("/usr/lib/ruby/gems/3.1.0/specifications/a.gemspec", "")
                .file("/var/lib/gems/3.1.0/b.rb", "")
                .file("/usr/lib/ruby/gems/2.7.0/old", "")
                .elf("/opt/jvm/bin/java", program())
                .file("/opt/jvm/lib/modules", "")
                .elf("/opt/jvm/lib/server/libjvm.so", library())
                .elf("/usr/bin/node", program().data("/usr/share/nodejs/acorn.js"))
                .file("/usr/share/nodejs/acorn.js", "")
                .file("/usr/share/nodejs/npm/index.js", "")
                .elf("/usr/bin/vi", program("libtinfo.so.6"))
                .libraries("/lib/libtinfo.so.6", "/lib/libsasl2.so.2", "/lib/sasl2/libplain.so")
                .file("/usr/share/terminfo/x/xterm-256color", "")
                .file("/usr/share/terminfo/d/dumb", "")
                .file("/usr/share/terminfo/w/wyse50", "")
                .elf("/usr/bin/mail", program("libsasl2.so.2"))
                .elf("/usr/bin/login", program("libpam.so.0"))
                .libraries("/lib/libpam.so.0", "/lib/security/pam_x.so", "/lib/security/pam_no.so")
                .file("/etc/pam.d/login", "auth required pam_x.so\n@include common\n-session optional pam_gone.so\n")
                .file("/etc/pam.d/common", "account [default=die] pam_x.so use\n")
                .file("/etc/pam.d/cron", "auth required pam_no.so\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/bin/python3.11 | /usr/lib/python3.11/os.py",
                "/usr/bin/python3.11 | /lib/libx.so",
                "/usr/bin/python3.11 | /usr/lib/python3/dist-packages/six.py",
                "/usr/bin/perl       | /usr/share/perl/5.36/strict.pm",
                "/usr/bin/ruby3.1    | /usr/lib/ruby/3.1.0/set.rb",
                "/usr/bin/ruby3.1    | /usr/lib/ruby/gems/3.1.0/specifications/a.gemspec",
                "/usr/bin/ruby3.1    | /var/lib/gems/3.1.0/b.rb",
                "/opt/jvm/bin/java   | /opt/jvm/lib/server/libjvm.so",
                "/usr/bin/node       | /usr/share/nodejs/acorn.js",
                "/usr/bin/vi         | /usr/share/terminfo/x/xterm-256color",
                "/usr/bin/vi         | /usr/share/terminfo/d/dumb",
                "/usr/bin/mail       | /lib/sasl2/libplain.so",
                "/usr/bin/login      | /etc/pam.d/login",
                "/usr/bin/login      | /etc/pam.d/common",
                "/usr/bin/login      | /lib/security/pam_x.so",
            })
    void comes_with_its_own(String program, String expected) throws Exception {
        assertThat(Question.of(scene, program).kept()).contains(expected);
        assertThat(Question.of(scene, program).without("all").kept()).doesNotContain(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/bin/python3.11 | /usr/lib/python3.9/os.py",
                "/usr/bin/perl       | /usr/share/other/x",
                "/usr/bin/ruby3.1    | /usr/lib/ruby/gems/2.7.0/old",
                "/usr/bin/node       | /usr/share/nodejs/npm/index.js",
                "/usr/bin/vi         | /usr/share/terminfo/w/wyse50",
                "/usr/bin/login      | /etc/pam.d/cron",
                "/usr/bin/login      | /lib/security/pam_no.so",
            })
    void does_not_come_with_another_s(String program, String absent) throws Exception {
        assertThat(Question.of(scene, program).kept()).doesNotContain(absent);
    }

    @Test
    void a_library_that_a_module_lacks_is_told_and_the_rest_is_complete() throws Exception {
        scene.elf("/usr/lib/python3.11/lib-dynload/_tk.so", library("libtk.so"));
        assertThat(Question.of(scene, "/usr/bin/python3.11").closure().isComplete())
                .isTrue();
        assertThat(Question.of(scene, "/usr/bin/python3.11").found("python"))
                .contains("REMARK (/usr/lib/python3.11/lib-dynload/_tk.so lacks libtk.so)");
    }

    @Test
    void the_application_lies_in_the_working_directory() throws Exception {
        scene.file("/app/main.py", "").file("/app/lib/a.py", "").file("/data/x", "");
        assertThat(Question.of(scene, "/usr/bin/python3.11")
                        .config("'Cmd':['python3','main.py','--data=/data/x'],'WorkingDir':'/app'")
                        .wholeImage()
                        .kept())
                .contains("/app/main.py", "/app/lib/a.py", "/data/x");
    }

    @ParameterizedTest
    @CsvSource({"/srv, /srv/page, true", "/etc, /etc/page, false", "/root, /root/page, false", "'', /srv/page, false"})
    void a_program_may_serve_its_working_directory(String directory, String file, boolean expected) throws Exception {
        scene.file(file, "");
        String config = "'Cmd':['/usr/bin/vi'],'WorkingDir':'" + directory + "'";
        assertThat(Question.of(scene, "/usr/bin/vi")
                        .config(config)
                        .wholeImage()
                        .kept()
                        .contains(file))
                .isEqualTo(expected);
        assertThat(Question.of(scene, "/usr/bin/vi").config(config).kept()).doesNotContain(file);
    }

    @Test
    void a_whole_image_has_its_temporary_directories() throws Exception {
        scene.tree().directory("/tmp").directory("/var/tmp");
        scene.link("/var/run", "/run");
        assertThat(Question.of(scene, "/usr/bin/vi").wholeImage().kept())
                .contains("/tmp/", "/var/tmp/", "/var/run -> /run");
        assertThat(Question.of(scene, "/usr/bin/vi").kept()).doesNotContain("/tmp/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/foo.conf   | RECOMMENDED /etc/foo.conf",
                "/etc/foo        | RECOMMENDED /etc/foo/**",
                "/usr/share/foo-data/x/ | RECOMMENDED /usr/share/foo-data/x/**",
                "/var/lib/bar    | RECOMMENDED /var/lib/bar;POSSIBLE /var/lib/bar/**",
                "/usr/share/bar  | RECOMMENDED /usr/share/bar;UNCERTAIN /usr/share/bar/**",
                "/usr/share/locale | RECOMMENDED /usr/share/locale",
                "/usr/bin/perl   | POSSIBLE /usr/bin/perl",
                "/etc/shadow     | POSSIBLE /etc/shadow",
                "/usr/lib        |",
                "/etc/gone       |",
                "/proc/x         |",
                "see /etc/foo.conf |",
            })
    void a_path_in_a_program_s_strings(String string, String expected) throws Exception {
        scene.file("/etc/foo.conf", "")
                .file("/etc/foo/a", "")
                .file("/usr/share/foo-data/x/a", "")
                .file("/var/lib/bar/a", "")
                .file("/usr/share/bar/a", "")
                .file("/usr/share/locale/de/a", "")
                .file("/etc/shadow", "")
                .elf("/usr/bin/foo2", program().data(string));
        assertThat(Question.of(scene, "/usr/bin/foo2").found("paths").stream()
                        .map(found -> found.replaceFirst(" \\(.*", "")))
                .containsExactly(expected == null ? new String[0] : expected.split(";"));
    }

    @Test
    void order_does_not_matter_and_twice_adds_nothing() throws Exception {
        String[] programs = {"/usr/bin/python3.11", "/usr/bin/perl", "/usr/bin/vi", "/usr/bin/login"};
        String[] reversed = {"/usr/bin/login", "/usr/bin/vi", "/usr/bin/perl", "/usr/bin/python3.11"};
        assertThat(Question.of(scene, programs).kept())
                .isEqualTo(Question.of(scene, reversed).kept());
        assertThat(Question.of(scene, programs).found("python")).doesNotHaveDuplicates();
    }
}
