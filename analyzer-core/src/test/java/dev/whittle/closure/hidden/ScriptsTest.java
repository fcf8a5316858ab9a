package dev.whittle.closure.hidden;

import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(Question.of(scene).started("/entry.sh").kept()).doesNotContain("/etc/app.conf", "/etc/services");
        assertThat(Question.of(scene).started("/entry.sh").found("nss"))
                .contains("POSSIBLE /etc/services (/bin/busybox imports getservbyname)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "sed -i x y               ! /bin/sed -> busybox",
                "exec tool                ! /usr/bin/tool",
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
                "wget https://x           ! /bin/ssl_client -> busybox",
                "/etc/init.d/10-first.sh  ! /bin/grep -> busybox",
            })
    void a_word_brings_what_it_names(String line, String expected) throws Exception {
        script("/entry.sh", "#!/bin/sh\n" + line + "\n");
        assertThat(Question.of(scene).started("/entry.sh").kept()).contains(expected);
        assertThat(Question.of(scene).started("/entry.sh").without("all").kept())
                .doesNotContain(expected);
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
        assertThat(Question.of(scene).started("/entry.sh").kept())
                .noneMatch(path -> path.replaceFirst(" .*", "").endsWith(absent));
    }

    @Test
    void the_evidence_is_a_line_of_a_file() throws Exception {
        script("/entry.sh", "#!/bin/sh\n\nsed x\n");
        assertThat(Question.of(scene).started("/entry.sh").found("scripts"))
                .containsExactly(
                        "RECOMMENDED /bin/sh (#! of /entry.sh names /bin/sh)",
                        "RECOMMENDED /bin/sed (line 3 of /entry.sh names sed)");
    }

    @Test
    void what_only_a_run_can_tell_is_listed_once_with_its_lines() throws Exception {
        script("/entry.sh", "#!/bin/sh\n\"$tool\" x\n. \"$lib/x.sh\"\nexec \"$@\"\n\"$tool\"\n");
        String remark = "REMARK (/entry.sh runs what only a run can tell: $tool in line 2, $lib/x.sh in line 3";
        assertThat(Question.of(scene).started("/entry.sh").found("scripts"))
                .contains(remark + ", $@ in line 4, $tool in line 5)");
        assertThat(Question.of(scene)
                        .started("/entry.sh")
                        .config("'Cmd':['tool']")
                        .found("scripts"))
                .contains(remark + ", $tool in line 5)");
    }

    @Test
    void shell_forms_of_the_image_are_scripts_too() throws Exception {
        assertThat(Question.of(scene)
                        .started("/bin/sh")
                        .config("'Cmd':['/bin/sh','-c','exec tool'],'Healthcheck':{'Test':['CMD-SHELL','grep x']}")
                        .wholeImage()
                        .found("scripts"))
                .containsExactly(
                        "RECOMMENDED /usr/bin/tool (line 1 of Cmd of the image names tool)",
                        "RECOMMENDED /bin/grep (line 1 of Healthcheck of the image names grep)");
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

    private void script(String path, String content) throws IOException {
        scene.file(path, content);
        scene.tree().mode(path, "rwxr-xr-x");
    }
}
