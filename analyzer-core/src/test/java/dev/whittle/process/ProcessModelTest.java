package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.MemoryRoot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes start, with which environment. */
class ProcessModelTest {
    private final MemoryRoot root = new MemoryRoot();

    ProcessModelTest() {
        for (String program : List.of(
                "/bin/sh",
                "/bin/dirname",
                "/bin/bash",
                "/bin/busybox",
                "/usr/bin/other",
                "/usr/bin/env",
                "/usr/bin/tini",
                "/usr/bin/gosu",
                "/usr/bin/su",
                "/usr/bin/runuser",
                "/usr/bin/nc",
                "/usr/bin/socat",
                "/usr/bin/timeout",
                "/usr/bin/xargs",
                "/usr/bin/find",
                "/usr/bin/awk",
                "/usr/bin/make",
                "/usr/bin/tar",
                "/usr/bin/script",
                "/usr/bin/git",
                "/usr/bin/start-stop-daemon",
                "/usr/bin/nice",
                "/usr/bin/setpriv",
                "/opt/app/bin/server",
                "/usr/bin/tool",
                "/usr/bin/pigz",
                "/lib64/ld-linux-x86-64.so.2",
                "/sbin/init")) {
            root.file(program, "\177ELF");
        }
    }

    /** A command line, the missing program, and what only a run can determine. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "cc -o/srv/a a.c && /srv/a          !        ! /srv/a",
                "cc -o /srv/a a.c && /srv/a         !        ! /srv/a",
                "make --directory /build && /build/a !       ! /build/a",
                "cc a.c && /tmp/a.out               !        ! /tmp/a.out",
                "cc -o /srv/b a.c && /srv/a         ! /srv/a !",
                "cc -o /usr/bin a.c && /usr/bin/a   ! /usr/bin/a !",
            })
    void a_program_may_be_made_before_it_is_started(String text, String missing, String undetermined) {
        root.file("/usr/bin/cc", "\177ELF");
        List<Event> events = new Processes(root).text(text.strip());
        assertThat(Processes.missing(events)).isEqualTo(missing == null ? List.of() : List.of(missing.strip()));
        assertThat(events.stream()
                        .filter(Event.Undetermined.class::isInstance)
                        .map(event -> ((Event.Undetermined) event).text()))
                .isEqualTo(undetermined == null ? List.of() : List.of(undetermined.strip()));
    }

    @Test
    void of_several_possible_programs_one_is_enough() {
        root.file("/opt/app/bin/start", """
                #!/bin/sh
                where() { if readlink -f "$1" 2>&-; then return; fi; echo "$1"; }
                exec "$(dirname "$(where "$0")")/server" x
                """).link("/usr/bin/start", "/opt/app/bin/start");
        List<Event> events = new Processes(root).start("start");
        assertThat(Processes.commands(events)).contains("/opt/app/bin/server");
        assertThat(Processes.missing(events)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"printf '#!/bin/sh\\ntool x\\n' >/run/one", "cat >/run/one <<'E'\n#!/bin/sh\ntool x\nE"})
    void a_script_that_the_shell_writes_is_not_undetermined(String write) {
        root.file("/usr/bin/cat", "\177ELF")
                .file("/usr/bin/start", "#!/bin/sh\n" + write + "\nchmod 755 /run/one\n/run/one\n");
        List<Event> events = new Processes(root).start("start");
        assertThat(events).noneMatch(Event.Undetermined.class::isInstance);
        assertThat(events).anyMatch(Event.Written.class::isInstance);
        root.file("/usr/bin/start", "#!/bin/sh\nmake-it -o /run/one\n/run/one\n");
        assertThat(new Processes(root).start("start")).anyMatch(Event.Undetermined.class::isInstance);
    }

    @Test
    void an_argument_that_is_no_command_is_passed_to_a_default_program() {
        root.file("/usr/bin/node", "\177ELF").file("/usr/bin/start", """
                #!/bin/sh
                set -e
                case $1 in
                -*) set -- node "$@" ;;
                *) command -v "$1" >/dev/null 2>&1 || set -- node "$@" ;;
                esac
                exec "$@"
                """);
        List<Event> events = new Processes(root).start("start", "main.mjs");
        assertThat(Processes.commands(events)).contains("node");
        assertThat(Processes.missing(events)).isEmpty();
    }

    @Test
    void a_word_of_the_first_command_may_be_the_program_that_it_starts() {
        root.file("/usr/bin/launch", "\177ELF");
        assertThat(Processes.commands(new Processes(root).start("launch", "-n", "2", "tool", "--out", "other")))
                .containsExactly("launch", "tool");
        assertThat(Processes.commands(new Processes(root).start("launch", "--", "sh", "-c", "tool; other")))
                .containsExactly("launch", "sh", "tool", "other");
        assertThat(Processes.missing(new Processes(root).start("launch", "sh", "-c", "absent")))
                .isEmpty();
        root.file("/usr/bin/getent", "\177ELF");
        assertThat(Processes.commands(new Processes(root).start("getent", "tool")))
                .containsExactly("getent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "tini -- tool x                    ! tool x",
                "tini -p SIGTERM -g -- tool        ! tool",
                "gosu app tool                     ! tool",
                "gosu app:app sh -c 'tool y'       ! tool y",
                "env A=b tool                      ! tool",
                "env -S 'tool -x' y                ! tool -x y",
                "su app -c 'tool y'                ! tool y",
                "su -s /bin/sh -c 'tool y' app     ! tool y",
                "su - app -c tool                  ! tool",
                "for u in a; do su - $u -c 'umask 027; tool y'; done ! tool y",
                "su a -s /bin/sh -c 'tool y' 2>&1  ! tool y",
                "su - a -c 'cd /srv/$USER; tool y' ! tool y",
                "su - a -c 'echo \"$USER $(id -gn)\" >out; tool y | b' ! tool y",
                "sh -c 'cd /srv/$FOO; tool y' ! tool y",
                "su - a -c 'umask 027; ulimit -n 64; cd /srv/$USER; echo \"$USER $(id -gn) $HOME $(ulimit -n)\" >out; tool -l out | cut -d\" \" -f1' ! tool -l out",
                "runuser -u app -- tool x          ! tool x",
                "runuser app -c 'tool x'           ! tool x",
                "nc -lk -p 90 -e /usr/bin/tool x   ! tool x",
                "socat TCP-LISTEN:8,fork EXEC:'tool x',pty ! tool x",
                "$bindir/tool x                    ! tool x",
                "LOG=\"$bindir/tool -t\"; $LOG y  ! tool -t y",
                "timeout -k 5 10 tool              ! tool",
                "timeout -s KILL 10s tool          ! tool",
                "nice -n19 tool                    ! tool",
                "setpriv --reuid=1 --clear-groups tool ! tool",
                "xargs -n1 -I {} tool {}           ! tool {}",
                "find / -name x -exec tool {} ;    ! tool ...",
                "tar -I pigz -cf x                 ! pigz",
                "tar --use-compress-program=pigz x ! pigz",
                "script -qc 'tool y' /dev/null     ! tool y",
                "busybox sh -c tool                ! tool",
                "start-stop-daemon --start --exec /usr/bin/tool -- -d ! tool -d",
                "awk '{ print | \"tool x\" }'      ! tool x",
                "awk 'BEGIN { \"tool\" | getline }' ! tool",
                "awk '{ c = \"tool x\"; c | getline s; close(c) }' ! tool x",
                "awk 'BEGIN { system(\"tool \" $1) }' ! tool ...",
            })
    void the_command_behind_a_starter_is_started(String command, String expected) {
        List<String> started = Processes.started(new Processes(root).text(command));
        String last = started.get(started.size() - 1);
        assertThat(last.substring(last.lastIndexOf("/bin/") + "/bin/".length())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tar -C / -cJf x data, true",
        "tar cJf x data, true",
        "tar -cf x.txz data, true",
        "tar -cf x.tar data, false",
        "tar -czf x data, false",
    })
    void a_command_starts_helpers_by_names_of_their_own(String command, boolean starts) {
        root.file("/usr/bin/xz", "\177ELF");
        assertThat(Processes.started(new Processes(root).text(command)).stream()
                        .anyMatch(started -> started.contains("/usr/bin/xz")))
                .isEqualTo(starts);
    }

    @Test
    void libraries_are_looked_for_in_the_environment_of_the_process() {
        for (String command : List.of(
                "env LD_LIBRARY_PATH=/opt/lib tool",
                "LD_LIBRARY_PATH=/opt/lib tool",
                "export LD_LIBRARY_PATH=/opt/lib; exec tool",
                "LD_LIBRARY_PATH=/opt/lib; export LD_LIBRARY_PATH; tool",
                "/lib64/ld-linux-x86-64.so.2 --library-path /opt/lib /usr/bin/tool")) {
            assertThat(libraryPath(new Processes(root).text(command)))
                    .as(command)
                    .containsExactly("/opt/lib");
        }
        assertThat(libraryPath(new Processes(root).text("LD_LIBRARY_PATH=/opt/lib; tool")))
                .isEmpty();
        assertThat(libraryPath(new Processes(root).with("LD_LIBRARY_PATH", "/x").text("env -i tool")))
                .isEmpty();
    }

    private static Set<String> libraryPath(List<Event> events) {
        Event.Started last = (Event.Started) events.stream()
                .filter(Event.Started.class::isInstance)
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(last.invocation().program().name()).isEqualTo("tool");
        return last.invocation().environment().get("LD_LIBRARY_PATH");
    }

    @Test
    void a_variable_of_the_image_has_its_value() {
        assertThat(Processes.started(
                        new Processes(root).with("HOME_", "/opt/app").text("exec $HOME_/bin/server --x")))
                .containsExactly("/opt/app/bin/server --x");
    }

    @Test
    void a_script_gets_its_arguments() {
        root.file("/entry", "#!/bin/sh\nset -e\ncase \"$1\" in -*) set -- tool \"$@\";; esac\nexec gosu app \"$@\"\n");
        assertThat(Processes.started(new Processes(root).start("/entry", "-v"))).contains("/usr/bin/tool -v");
        assertThat(Processes.started(new Processes(root).start("/entry", "tool", "-v")))
                .contains("/usr/bin/tool -v");
    }

    @Test
    void a_login_shell_reads_its_profile() {
        root.file("/etc/profile", "for f in /etc/profile.d/*.sh; do . $f; done")
                .file("/etc/profile.d/a.sh", "PATH=$PATH:/opt/app/bin");
        assertThat(Processes.started(new Processes(root).text("sh -lc 'server x'")))
                .contains("/opt/app/bin/server x");
        assertThat(Processes.missing(new Processes(root).text("sh -c 'server x'")))
                .containsExactly("server");
    }

    @Test
    void a_text_file_without_an_interpreter_line_is_a_script_of_the_shell() {
        root.file("/run.txt", "exec tool x\n");
        assertThat(Processes.started(new Processes(root).text("/run.txt"))).endsWith("/usr/bin/tool x");
    }

    @Test
    void a_binary_file_is_no_script() {
        root.file("/init.d/a.sh", "exec tool x\n").file("/init.d/b.sql.gz", "\037\213\010\000 tool y\n");
        assertThat(Processes.commands(new Processes(root).text("for f in /init.d/*; do . \"$f\"; done")))
                .containsExactly("tool");
    }

    @Test
    void an_unknown_part_of_a_name_is_matched_against_the_root() {
        root.file("/opt/app/jobs/one", "\177ELF").file("/opt/app/jobs/two", "\177ELF");
        assertThat(Processes.started(new Processes(root).text("exec /opt/app/jobs/$JOB")))
                .containsExactlyInAnyOrder("/opt/app/jobs/one", "/opt/app/jobs/two");
        assertThat(Processes.undetermined(new Processes(root).text("exec /usr/bin/$JOB")))
                .hasSize(1);
    }

    @Test
    void init_starts_what_its_table_says() {
        root.file("/etc/inittab", "# comment\n::sysinit:tool boot\ntty1::respawn:-/opt/app/bin/server\n");
        assertThat(Processes.started(new Processes(root).start("/sbin/init")))
                .containsExactly("/sbin/init", "/usr/bin/tool boot", "/opt/app/bin/server");
    }

    @Test
    void a_helper_of_a_subcommand_is_followed() {
        root.file("/usr/lib/git-core/git-submodule", "#!/bin/sh\ntool helper\n");
        assertThat(Processes.started(new Processes(root).text("git submodule update")))
                .contains("/usr/lib/git-core/git-submodule update", "/usr/bin/tool helper");
    }

    @Test
    void make_runs_the_recipes_of_its_makefile() {
        root.file(
                "/src/Makefile",
                "T = tool\nall: one two\none:\n\t@$(T) one \\\n\t  more\ntwo: ; -none two\nthree:\n\tnone3\n");
        List<Event> events = new Processes(root).in("/src").text("make");
        assertThat(Processes.started(events)).contains("/usr/bin/tool one more");
        assertThat(Processes.missing(events)).isEmpty();
        assertThat(Processes.missing(new Processes(root).in("/src").text("make three")))
                .containsExactly("none3");
    }

    @Test
    void make_compiles_by_its_built_in_rules_and_starts_what_it_makes() {
        for (String program : List.of("/usr/bin/cc", "/usr/bin/g++", "/usr/bin/yacc")) {
            root.file(program, "\177ELF");
        }
        root.file("/src/a.c", "").file("/src/b.cpp", "").file("/src/c.y", "");
        root.file("/src/Makefile", "check: app\n\t./app\napp: a.o\n\t$(CXX) -o $@ $^\n");
        List<Event> events = new Processes(root).in("/src").text("make");
        assertThat(Processes.missing(events)).isEmpty();
        assertThat(Processes.started(events))
                .contains("/usr/bin/cc", "/usr/bin/g++ -o ... ...")
                .doesNotContain("/usr/bin/yacc");
    }

    @Test
    void a_script_may_have_commands_that_are_programs() {
        root.file("/usr/bin/many-list", "\177ELF").file("/usr/bin/python3", "\177ELF");
        root.file("/usr/bin/many", "#!/usr/bin/python3\n");
        assertThat(Processes.started(new Processes(root).text("many list -a")))
                .contains("/usr/bin/many-list -a", "/usr/bin/python3 /usr/bin/many list -a");
    }

    @Test
    void a_script_that_is_too_long_to_be_followed_starts_what_it_names() {
        StringBuilder text = new StringBuilder("#!/bin/bash\nmany() {\n" + "x=$1\n".repeat(4000) + "}\n");
        for (int i = 0; i < 100; i++) {
            text.append("many ").append(i).append('\n');
        }
        root.file("/entry", text + "last() { if x; then y=$(nohup tool); fi; }\n");
        List<Event> events = new Processes(root).start("/entry");
        assertThat(events).anyMatch(event -> event instanceof Event.Undetermined);
        assertThat(Processes.started(events)).contains("/usr/bin/tool");
    }

    @Test
    void bash_reads_the_file_that_a_variable_names() {
        root.file("/etc/env.sh", "PATH=/opt/app/bin:$PATH").file("/entry", "#!/bin/bash\nserver\n");
        assertThat(Processes.started(
                        new Processes(root).with("BASH_ENV", "/etc/env.sh").start("/entry")))
                .contains("/opt/app/bin/server");
    }

    @Test
    void a_wrapper_finds_its_own_directory() {
        root.file("/opt/app/run", "#!/bin/sh\nHERE=$(cd \"$(dirname \"$0\")\" && pwd)\nexec \"$HERE/bin/server\"\n");
        assertThat(Processes.started(new Processes(root).start("/opt/app/run"))).contains("/opt/app/bin/server");
        root.file("/opt/app/run2", "#!/bin/sh\nexec \"${0%/*}/bin/server\"\n");
        assertThat(Processes.started(new Processes(root).start("/opt/app/run2")))
                .contains("/opt/app/bin/server");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "D=$(unknown); . \"$D/lib/more.sh\"                        ! tool one",
                "[ -n \"$D\" ] || D=$(dirname \"$0\"); . \"$D/lib/more.sh\" ! tool one",
                "S=\"$0\"; while [ -h \"$S\" ]; do S=$(readlink \"$S\"); done; . \"$(dirname $S)/lib/more.sh\" ! tool one",
            })
    void a_script_reads_what_lies_beside_it(String line, String expected) {
        root.file("/opt/app/lib/more.sh", "tool one\n")
                .file("/opt/app/run", "#!/bin/sh\n" + line + "\n")
                .file("/usr/bin/readlink", "\177ELF")
                .link("/usr/bin/run-app", "/opt/app/run");
        List<Event> events = new Processes(root).start("/usr/bin/run-app");
        assertThat(Processes.started(events)).contains("/usr/bin/" + expected);
        assertThat(Processes.missing(events)).isEmpty();
        assertThat(events).noneMatch(Event.Undetermined.class::isInstance);
    }

    @Test
    void of_many_possible_outputs_the_first_are_remembered() {
        root.file("/run", "#!/bin/sh\nD=$(if x; then echo /opt/app; else " + many() + "; fi)\n\"$D/bin/server\"\n");
        assertThat(Processes.started(new Processes(root).start("/run"))).contains("/opt/app/bin/server");
    }

    /** Twenty branches with different output. */
    private static String many() {
        StringBuilder text = new StringBuilder("case $X in ");
        for (int i = 0; i < 20; i++) {
            text.append(i).append(") echo /gone").append(i).append(";; ");
        }
        return text.append("esac").toString();
    }

    @ParameterizedTest
    @CsvSource({"job, false", "other-job, true"})
    void what_follows_a_branch_that_is_taken_is_for_other_arguments(String argument, boolean missing) {
        root.file("/entry", "#!/bin/sh\nif [ \"$1\" = job ]; then\n  shift\n  exec tool \"$@\"\nfi\nexec \"$@\"\n");
        assertThat(Processes.missing(new Processes(root).start("/entry", argument)))
                .isEqualTo(missing ? List.of(argument) : List.of());
        root.file("/entry", "#!/bin/sh\n[ \"$1\" = job ] && exec tool x\nexec \"$@\"\n");
        assertThat(Processes.missing(new Processes(root).start("/entry", argument)))
                .isEqualTo(missing ? List.of(argument) : List.of());
    }

    @ParameterizedTest
    @CsvSource({". /lib.sh, /lib.sh gone", ". \"$LIB/x.sh\", gone", ". /etc/lib.sh, setup gone"})
    void a_command_may_be_a_function_of_a_file_that_was_not_read(String read, String missing) {
        root.file("/etc/lib.sh", "true\n").file("/entry", "#!/bin/sh\n" + read + "\nsetup x\nexec gone\n");
        assertThat(Processes.missing(new Processes(root).start("/entry"))).isEqualTo(List.of(missing.split(" ", -1)));
    }

    @Test
    void no_directory_is_longer_than_a_path_can_be() {
        List<Event> events = new Processes(root).text("cd abc\n".repeat(3000) + "./x");
        assertThat(events)
                .filteredOn(Event.Named.class::isInstance)
                .allMatch(event -> ((Event.Named) event).directory().length() < 4096);
    }

    @Test
    void a_chain_of_programs() {
        MemoryRoot chained = new MemoryRoot()
                .file(
                        "/init",
                        "#!/usr/bin/execlineb -S0\nforeground { mkdir -p /run/x } # tool\ns6-setuidgid joe tool -x \"a b\"\n")
                .file(
                        "/usr/bin/execlineb",
                        "#!/usr/lib/execline/bin/execlineb -S0\n/usr/lib/execline/bin/execlineb $@\n")
                .file("/usr/lib/execline/bin/execlineb", "\177ELF")
                .file("/usr/lib/execline/bin/foreground", "\177ELF")
                .file("/bin/mkdir", "\177ELF")
                .file("/usr/bin/s6-setuidgid", "\177ELF")
                .file("/usr/bin/tool", "\177ELF");
        assertThat(Processes.started(new Processes(chained).start("/init")))
                .contains(
                        "/usr/lib/execline/bin/foreground { mkdir -p /run/x",
                        "/bin/mkdir -p /run/x",
                        "/usr/bin/tool -x a b")
                .noneMatch(started -> started.equals("/usr/bin/tool"));
    }

    @Test
    void an_argument_that_reads_like_a_command_is_followed() {
        List<Event> events =
                new Processes(root).text("other -d 'echo hi; tool x | none y' 'tool z' 'no words' 'echo tool'");
        assertThat(Processes.started(events)).contains("/usr/bin/tool x", "/usr/bin/tool z");
        assertThat(Processes.commands(events)).doesNotContain("none", "no");
    }
}
