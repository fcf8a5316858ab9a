package dev.whittle.discover.process;

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
import org.junit.jupiter.params.provider.ValueSource;

/** What shell scripts name. */
class ScriptsTest {
    private final Scene scene;

    ScriptsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/busybox", program().data("BusyBox v1.36"))
                .elf("/usr/bin/tool", program("libtool.so"))
                .libraries("/lib/libtool.so")
                .file("/etc/app.conf", "")
                .file("/etc/app.d/data", "");
        for (String applet : new String[] {"sh", "sed", "grep", "wget", "ssl_client", "echo", "test", "ls"}) {
            scene.link("/bin/" + applet, "busybox");
        }
        script("/etc/init.d/10-first.sh", "#!/bin/sh\ngrep x y\n");
        scene.file("/etc/init.d/20-second.sh", "not executable");
        scene.file("/usr/share/lib.sh", "tool\n");
        scene.tree().directory("/var/lib/app");
    }

    @Test
    void what_one_of_many_commands_may_open_is_only_possible() throws Exception {
        scene.elf("/bin/busybox", program().data("BusyBox v1.36\0/etc/app.conf").imports("getservbyname"))
                .file("/etc/services", "");
        script("/entry.sh", "#!/bin/sh\n");
        assertThat(Question.of(scene).started("/entry.sh").without("multi-call").kept())
                .doesNotContain("/etc/app.conf", "/etc/services");
        assertThat(Question.of(scene).started("/entry.sh").found("nss"))
                .contains("POSSIBLE /etc/services (/bin/busybox imports getservbyname)");
    }

    @Test
    void a_script_of_a_kept_directory_is_no_more_certain_for_naming_itself() throws Exception {
        scene.elf("/usr/bin/tool", program().data("/usr/lib/tool")).elf("/usr/bin/helper", program());
        scene.tree().mode("/usr/bin/helper", "rwxr-xr-x");
        script("/usr/lib/tool/one", "#!/bin/sh\n/usr/lib/tool/one again\n/usr/lib/tool/two\n");
        script("/usr/lib/tool/two", "#!/bin/sh\nhelper\n");
        assertThat(Question.of(scene, "/usr/bin/tool")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .found("scripts"))
                .contains("UNCERTAIN /usr/bin/helper (line 2 of /usr/lib/tool/two runs helper)")
                .noneMatch(finding -> finding.startsWith("RECOMMENDED"));
    }

    /** As Debian's sessionclean for PHP, which runs phpquery, which reads the directory of both. */
    @Test
    void what_a_script_outside_names_is_uncertain_if_only_one_of_many_runs_it() throws Exception {
        scene.elf("/usr/bin/tool", program().imports("execl").data("/usr/lib/tool"))
                .elf("/usr/bin/helper", program());
        scene.tree().mode("/usr/bin/helper", "rwxr-xr-x");
        script("/usr/lib/tool/clean", "#!/bin/sh\n/usr/sbin/query\nhelper\n");
        script(
                "/usr/sbin/query",
                "#!/bin/sh\nfor each in /usr/lib/tool/*; do . $each; done\ncp -r /usr/lib/tool /srv\n");
        assertThat(Question.of(scene, "/usr/bin/tool")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .found("scripts"))
                .contains("UNCERTAIN /usr/bin/helper (line 3 of /usr/lib/tool/clean runs helper)")
                .noneMatch(finding -> finding.startsWith("RECOMMENDED /usr/bin/helper"));
    }

    @Test
    void an_argument_of_a_program_is_no_builtin() throws Exception {
        script("/entry.sh", "#!/bin/bash\ntool echo\n[ x = test ]\n");
        scene.elf("/bin/bash", program()).elf("/usr/bin/echo", program()).elf("/usr/bin/test", program());
        scene.tree().mode("/usr/bin/echo", "rwxr-xr-x").mode("/usr/bin/test", "rwxr-xr-x");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/bin/echo")
                .doesNotContain("/usr/bin/test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "sed -i x y               ! /bin/sed -> busybox",
                "exec tool                ! /usr/bin/tool",
                "x=$(command -v \"tool$X\") ! /usr/bin/tool",
                "\"tool$X\" -a             ! /usr/bin/tool",
                "[ \"$1\" = tool ]        ! /usr/bin/tool",
                "x=$(grep a)              ! /bin/grep -> busybox",
                "cat < /etc/app.conf      ! /etc/app.conf",
                "c=/etc/app.conf          ! /etc/app.conf",
                "a --conf=/etc/app.conf   ! /etc/app.conf",
                "for f in /etc/*.conf; do :; done ! /etc/app.conf",
                "find /etc/init.d/ -name x ! /etc/init.d/20-second.sh",
                "chown x /var/lib/app     ! /var/lib/app/",
                ". /usr/share/lib.sh      ! /usr/bin/tool",
                "sh -c 'tool; x'          ! /usr/bin/tool",
                "/etc/init.d/10-first.sh  ! /bin/grep -> busybox",
            })
    void a_word_brings_what_it_names(String line, String expected) throws Exception {
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene).started("/entry.sh").without("multi-call").kept())
                .contains(expected);
        assertThat(Question.of(scene).started("/entry.sh").without("all").kept())
                .doesNotContain(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tool -cp '/opt/app/lib/*' Main",
                "p=\"$p:/opt/app/lib/*\"; c=(tool -cp \"$p\"); exec \"${c[@]}\""
            })
    void a_star_that_is_left_to_the_program_stands_for_jar_files(String line) throws Exception {
        scene.file("/opt/app/lib/a.jar", "").file("/opt/app/lib/b.JAR", "").file("/opt/app/lib/c.txt", "");
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene).started("/entry.sh").kept())
                .contains("/opt/app/lib/a.jar", "/opt/app/lib/b.JAR")
                .doesNotContain("/opt/app/lib/c.txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "echo sed tool            ! sed",
                "test -n x                ! test",
                "sed() { :; }; sed        ! /sed",
                "# sed                    ! sed",
                "ls /etc/app.d            ! data",
                "ls /etc                  ! conf",
            })
    void a_word_that_is_none_brings_nothing(String line, String absent) throws Exception {
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene).started("/entry.sh").without("multi-call").kept())
                .noneMatch(path -> path.replaceFirst(" .*", "").endsWith(absent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "cp -r /srv/app/. /run/app         ! /srv/app/lib/deep.txt",
                "d=${X:-/srv/app}; find \"$d\" -type f | while read -r f; do tool $f; done ! /srv/app/lib/deep.txt",
                "tar -C /srv -cf - app | tool      ! /srv/app/lib/deep.txt",
                "find /srv -name 'one.*'           ! /srv/other/one.so",
                "find /usr/lib -name libx.so.2     ! /usr/lib/sub/libx.so.2",
                "cp -r /srv/app /run               ! /usr/bin/tool",
                "chown -R x /srv/app               ! /srv/app/lib/deep.txt",
            })
    void what_is_copied_or_searched_comes_whole(String line, String expected) throws Exception {
        tree();
        script("/srv/app/run", "#!/bin/sh\nexec tool\n");
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene).started("/entry.sh").without("multi-call").kept())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "cp /srv/app /run                  ! /srv/app/lib/deep.txt",
                "cp -r /etc/app.conf /srv/app      ! /srv/app/lib/deep.txt",
                "chown x /srv/app                  ! /srv/app/lib/deep.txt",
                "find /usr/lib -type f             ! /usr/lib/sub/libx.so.2",
            })
    void a_directory_that_is_not_read_comes_as_it_is(String line, String absent) throws Exception {
        tree();
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene).started("/entry.sh").without("multi-call").kept())
                .doesNotContain(absent);
    }

    @Test
    void the_database_of_packages_is_not_a_directory_of_the_image_s_own() throws Exception {
        script("/entry.sh", "#!/bin/sh\ncd /var/lib/dpkg\ndir=/var/lib/dpkg\n");
        script("/var/lib/dpkg/info/tool.postinst", "#!/bin/sh\ntool\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .doesNotContain("/var/lib/dpkg/info/tool.postinst");
    }

    private void tree() throws Exception {
        scene.file("/srv/app/lib/deep.txt", "x").file("/srv/other/one.so", "x").file("/usr/lib/sub/libx.so.2", "x");
        for (String applet : new String[] {"cp", "find", "tar", "chown"}) {
            scene.link("/bin/" + applet, "busybox");
        }
    }

    @Test
    void the_evidence_is_a_line_of_a_file() throws Exception {
        script("/entry.sh", "#!/bin/sh\n\nsed x\n");
        assertThat(Question.of(scene).started("/entry.sh").found("scripts"))
                .containsExactly(
                        "RECOMMENDED /bin/sh (#! of /entry.sh names /bin/sh)",
                        "RECOMMENDED /bin/sed (line 3 of /entry.sh runs sed)");
    }

    @Test
    void what_only_a_run_can_determine_is_listed_once_with_its_lines() throws Exception {
        script("/entry.sh", "#!/bin/sh\n\"$tool\" x\n. \"$lib/x.sh\"\n\"$tool\"\nexec \"$@\"\n");
        assertThat(Question.of(scene).started("/entry.sh").found("scripts"))
                .contains("REMARK (/entry.sh runs what only a run can determine: $tool in line 2, $lib/x.sh in line 3,"
                        + " $tool in line 4)");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .config("'Entrypoint':['/entry.sh']")
                        .wholeImage()
                        .found("scripts"))
                .contains(
                        "UNDETERMINED (line 2 of /entry.sh runs $tool, which only a run can determine)",
                        "UNDETERMINED (line 3 of /entry.sh runs $lib/x.sh, which only a run can determine)");
    }

    @Test
    void what_only_a_run_can_determine_is_said_once_for_a_line() throws Exception {
        script("/entry.sh", "#!/bin/sh\nif x; then $(y); else $tool z; fi\n$(y)\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .config("'Entrypoint':['/entry.sh']")
                        .wholeImage()
                        .found("scripts"))
                .filteredOn(finding -> finding.startsWith("UNDETERMINED"))
                .hasSize(2)
                .allMatch(finding -> finding.endsWith(", which only a run can determine)"));
    }

    @Test
    void a_command_that_is_nowhere_makes_the_image_incomplete() throws Exception {
        script("/entry.sh", "#!/bin/sh\nif x; then none1; fi\nexec none2 app\n");
        Question question = Question.of(scene).started("/entry.sh").config("'Entrypoint':['/entry.sh']");
        assertThat(question.wholeImage().found("scripts"))
                .contains("MISSING (line 3 of /entry.sh runs none2, which the image does not have)")
                .noneMatch(line -> line.contains("none1"));
        assertThat(question.closure().isComplete()).isFalse();
        assertThat(question.without("scripts").closure().isComplete()).isTrue();
    }

    @Test
    void shell_forms_of_the_image_are_scripts_too() throws Exception {
        assertThat(Question.of(scene)
                        .started("/bin/sh")
                        .config("'Cmd':['/bin/sh','-c','exec tool'],'Healthcheck':{'Test':['CMD-SHELL','grep x']}")
                        .wholeImage()
                        .found("scripts"))
                .contains(
                        "RECOMMENDED /usr/bin/tool (the image's Cmd runs tool)",
                        "RECOMMENDED /bin/grep (the image's Healthcheck runs grep)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'sh','/run.sh'", "'/bin/sh','-e','run.sh'", "'sh','./run.sh','x'"})
    void a_shell_reads_a_script_that_may_not_be_run(String command) throws Exception {
        scene.file("/run.sh", "tool\n");
        assertThat(Question.of(scene)
                        .started("/bin/sh")
                        .config("'Cmd':[" + command + "]")
                        .wholeImage()
                        .kept())
                .contains("/run.sh", "/usr/bin/tool");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "run: 'grep x | sed y'   ! /bin/sed -> busybox",
                "web: tool --port 80     ! /usr/bin/tool",
                "~@tool --now            ! /usr/bin/tool",
                "- tool {files}          ! /usr/bin/tool",
                "x := `grep a b`         ! /bin/grep -> busybox",
                "set shell := [\"sh\"] ! /bin/sh -> busybox",
            })
    void a_text_of_the_application_has_commands(String line, String expected) throws Exception {
        scene.file("/recipes/Taskfile", "\n" + line.replace("~", "\t") + "\n")
                .file("/recipes/notes.md", "    other x\n")
                .elf("/usr/bin/other", program())
                .elf("/usr/bin/runner", program());
        assertThat(Question.of(scene)
                        .started("/usr/bin/runner")
                        .config("'Cmd':['runner'],'WorkingDir':'/recipes'")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains(expected, "/bin/sh -> busybox")
                .doesNotContain("/usr/bin/other");
    }

    @Test
    void a_text_runs_with_a_path_that_a_script_sets() throws Exception {
        scene.elf("/opt/app/bin/server", program().data("helper 3 | sed x").imports("popen"))
                .elf("/opt/app/bin/helper", program());
        script("/entry.sh", "#!/bin/sh\nPATH=/opt/app/bin:$PATH exec server\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .config("'Entrypoint':['/entry.sh']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/opt/app/bin/helper", "/bin/sed -> busybox");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "echo '0 5 * * * tool' >/etc/crontabs/root",
                "echo \"$SCHEDULE tool\" | crontab -",
                "printf '@daily tool\\n100%% x\\n' | crontab -",
                "printf 'postrotate\\n  tool -x\\n' >/tmp/x.conf",
                "echo 'tool -x' | tee /tmp/x.conf",
            })
    void a_file_that_is_written_has_commands(String line) throws Exception {
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/bin/tool");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo >&2 'tool -x'",
                "echo 'tool -x' 1>&2",
                "echo 'tool -x' >/dev/stderr",
                "cat >&2 <<E\ntool -x\nE",
                "printf 'tool -x\n' >/proc/1/fd/1",
            })
    void what_is_printed_is_no_file_with_commands(String line) throws Exception {
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .doesNotContain("/usr/bin/tool");
    }

    @Test
    void a_message_of_a_script_is_no_command() throws Exception {
        script(
                "/usr/bin/app-safe",
                "#!/bin/sh\necho 'app-safe 1 file written' >>/var/log/app\necho 'tool -x' >/tmp/x.conf\n");
        assertThat(Question.of(scene)
                        .started("/usr/bin/app-safe")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .found("scripts"))
                .anyMatch(finding -> finding.contains("writes a file of which line 1 runs tool"))
                .noneMatch(finding -> finding.contains("runs app-safe"));
    }

    @Test
    void a_script_that_a_written_line_starts_is_followed_for_itself() throws Exception {
        script("/usr/bin/job", "#!/bin/sh\ntool\n");
        script("/entry.sh", "#!/bin/sh\necho 'job -x 1' >/tmp/x.conf\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .found("scripts"))
                .anyMatch(finding -> finding.endsWith("(line 2 of /usr/bin/job runs tool)"))
                .noneMatch(finding -> finding.contains("of which line 1 runs tool"));
    }

    @Test
    void a_script_that_is_written_is_followed() throws Exception {
        script("/entry.sh", "#!/bin/sh\ncat >/run/x <<END\n#!/bin/sh\ntool\nEND\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/usr/bin/tool");
        script("/entry.sh", "#!/bin/sh\ncat >/run/x <<END\nA tool is\ntool\nEND\n");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .doesNotContain("/usr/bin/tool");
    }

    @Test
    void a_script_without_an_interpreter_line_has_the_shell_s_name() throws Exception {
        script("/srv/cgi/a.sh", "tool\n");
        script("/srv/cgi/b", "grep\n");
        assertThat(Question.of(scene)
                        .config("'Cmd':['sh','-c','/x /srv/cgi']")
                        .wholeImage()
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/srv/cgi/a.sh", "/usr/bin/tool");
    }

    private void script(String path, String content) throws IOException {
        scene.file(path, content);
        scene.tree().mode(path, "rwxr-xr-x");
    }
}
