package dev.whittle.discover;

import static dev.whittle.resolve.Scene.library;
import static dev.whittle.resolve.Scene.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.resolve.Scene;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What daemons run and read without having its whole path as a string. */
class DaemonsTest {
    private final Scene scene;

    DaemonsTest(@TempDir Path root) throws IOException {
        scene = Scene.glibc(root)
                .elf("/bin/sh", program())
                .elf("/bin/bash", program())
                .elf("/usr/sbin/nologin", program())
                .elf("/usr/bin/job", program())
                .file("/etc/passwd", "root:x:0:0::/root:/bin/bash\nbin:x:2:2::/bin:/usr/sbin/nologin\n")
                .file("/root/.ssh/authorized_keys", "ssh-ed25519 x\n")
                .file("/root/.ssh/id_ed25519", "secret\n");
    }

    @Test
    void who_lets_users_log_in_needs_their_shells_and_keys() throws Exception {
        scene.elf("/usr/sbin/sshd", program("libcrypto.so.3").data("%.200s/.hushlogin"))
                .libraries("/lib/libcrypto.so.3")
                .elf("/usr/bin/ssh", program("libcrypto.so.3"));
        assertThat(Question.of(scene, "/usr/sbin/sshd").kept())
                .contains("/bin/bash", "/root/.ssh/authorized_keys")
                .doesNotContain("/usr/sbin/nologin", "/root/.ssh/id_ed25519");
        assertThat(Question.of(scene, "/usr/bin/ssh").kept()).doesNotContain("/bin/bash");
    }

    @Test
    void a_session_reads_profiles() throws Exception {
        scene.elf("/usr/sbin/sshd", program("libcrypto.so.3").data("%.200s/.hushlogin"))
                .libraries("/lib/libcrypto.so.3")
                .elf("/usr/bin/su", program().imports("getusershell"))
                .file("/etc/shells", "/bin/bash\n")
                .file("/etc/profile.d/site.sh", "");
        assertThat(Question.of(scene, "/usr/sbin/sshd")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/etc/shells", "/etc/profile.d/site.sh");
        assertThat(Question.of(scene, "/usr/bin/su")
                        .keeping(FamilyChoice.Keep.DEFAULT)
                        .kept())
                .contains("/etc/shells", "/etc/profile.d/site.sh");
    }

    @ParameterizedTest
    @CsvSource({"me:$y$x:1:, true", "me:!:1:, false", "me:*:1:, false", "you:$y$x:1:, false"})
    void who_has_neither_key_nor_password_does_not_log_in(String shadow, boolean expected) throws Exception {
        scene.elf("/usr/sbin/sshd", program("libcrypto.so.3").data("%.200s/.hushlogin"))
                .libraries("/lib/libcrypto.so.3")
                .elf("/bin/zsh", program())
                .file("/etc/shadow", shadow + "\n")
                .file("/etc/passwd", "me:x:5:5::/home/me:/bin/zsh\n");
        assertThat(Question.of(scene, "/usr/sbin/sshd").kept().contains("/bin/zsh"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/crontab                | 17 * * * * root job -x",
                "/etc/cron.d/own             | @daily root cd / && job",
                "/var/spool/cron/crontabs/me | */5 0-4 * * 1,2 job",
                "/etc/crontabs/root          | 0 0 * * *\tjob",
            })
    void a_cron_daemon_runs_the_lines_of_its_tables(String table, String line) throws Exception {
        scene.elf("/usr/sbin/cron", program()).file(table, "# no\nPATH=/usr/bin\n" + line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/cron").kept()).contains("/bin/sh", "/usr/bin/job", table);
        assertThat(Question.of(scene, "/usr/bin/job").kept()).doesNotContain("/bin/sh", table);
    }

    @ParameterizedTest
    @CsvSource({"/etc/cron.d/own.bak, 1 1 1 1 1 root job", "/etc/cron.d/own, '#1 1 1 1 1 root job'"})
    void a_line_that_cron_does_not_read_brings_nothing(String table, String line) throws Exception {
        scene.elf("/usr/sbin/cron", program()).file(table, line + "\n");
        assertThat(Question.of(scene, "/usr/sbin/cron").kept()).doesNotContain("/usr/bin/job");
    }

    @Test
    void a_library_beside_others_of_its_program_has_the_program_s_name() throws Exception {
        scene.elf("/usr/sbin/mailer", program("libmailer-global.so").runpath("/usr/lib/mailer"))
                .elf("/usr/lib/mailer/libmailer-global.so", library().data("/usr/lib/mailer/sbin"))
                .elf("/usr/lib/mailer/sbin/master", program())
                .file("/usr/share/mailer/x", "");
        assertThat(Question.of(scene, "/usr/sbin/mailer").kept()).contains("/usr/lib/mailer/sbin/master");
    }

    @Test
    void a_state_file_that_is_written_first_needs_its_directory() throws Exception {
        scene.elf(
                "/usr/sbin/rotate",
                program().data("/var/lib/rotate.d/status", "/var/lib/status", "/usr/share/no/status"));
        scene.tree().directory("/var/lib/rotate.d").directory("/usr/share/no");
        assertThat(Question.of(scene, "/usr/sbin/rotate").kept())
                .contains("/var/lib/rotate.d/")
                .doesNotContain("/usr/share/no/");
    }

    @ParameterizedTest
    @CsvSource({"runsvdir, runsv, true", "s6-svscan, s6-supervise, false", "one, other, false"})
    void a_program_runs_its_relatives(String program, String helper, boolean expected) throws Exception {
        scene.elf("/usr/bin/" + program, program().data(helper).imports("execvp"))
                .elf("/usr/bin/" + helper, program());
        assertThat(Question.of(scene, "/usr/bin/" + program).kept().contains("/usr/bin/" + helper))
                .isEqualTo(expected);
    }

    @Test
    void a_program_of_a_short_name_with_a_digit_has_a_name_of_its_own() throws Exception {
        scene.elf("/usr/bin/s6-svscan", program().data("/usr/bin/s6-supervise"))
                .elf("/usr/bin/s6-supervise", program());
        assertThat(Question.of(scene, "/usr/bin/s6-svscan").kept()).contains("/usr/bin/s6-supervise");
    }

    @Test
    void a_list_of_directories_is_searched() throws Exception {
        scene.elf(
                        "/usr/bin/gs",
                        program()
                                .data(
                                        "/usr/share/ghost/1/init:/usr/share/ghost/1/lib:/usr/bin:/usr/share:/lib/terminfo"))
                .file("/usr/share/ghost/1/init/a.ps", "")
                .file("/usr/share/ghost/1/lib/a.ps", "")
                .file("/usr/share/ghost/1/profiles/a.icc", "")
                .file("/lib/terminfo/w/wyse50", "")
                .file("/usr/share/other/x", "");
        assertThat(Question.of(scene, "/usr/bin/gs").kept())
                .contains("/usr/share/ghost/1/init/a.ps", "/usr/share/ghost/1/profiles/a.icc")
                .doesNotContain("/usr/bin/job", "/usr/share/other/x", "/lib/terminfo/w/wyse50");
    }

    @Test
    void a_directory_of_libraries_that_a_file_names_which_opens_some_is_one_of_plugins() throws Exception {
        scene.elf("/usr/bin/draw", program("libgv.so"))
                .elf("/lib/libgv.so", library().data("/usr/lib/plugs").imports("dlopen"))
                .elf("/usr/bin/talk", program().data("/usr/lib/plugs"))
                .elf("/usr/lib/plugs/libplug_a.so.6", library())
                .file("/usr/lib/plugs/config6", "");
        assertThat(Question.of(scene, "/usr/bin/draw").kept())
                .contains("/usr/lib/plugs/libplug_a.so.6", "/usr/lib/plugs/config6");
        assertThat(Question.of(scene, "/usr/bin/talk").kept()).doesNotContain("/usr/lib/plugs/libplug_a.so.6");
    }

    @Test
    void settings_of_another_name_come_if_they_are_small() throws Exception {
        scene.elf("/usr/sbin/mariadbd", program().data("/etc/mysql/", "/etc/apt", "/etc/big"))
                .file("/etc/mysql/my.cnf", "")
                .file("/etc/apt/sources.list", "")
                .file("/etc/big/data", "x".repeat(2 << 20));
        assertThat(Question.of(scene, "/usr/sbin/mariadbd").kept())
                .contains("/etc/mysql/my.cnf")
                .doesNotContain("/etc/apt/sources.list", "/etc/big/data");
    }
}
