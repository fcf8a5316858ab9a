package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.MemoryRoot;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands a shell text starts. */
class ShellCommandsTest {
    private final MemoryRoot root = new MemoryRoot()
            .file("/bin/sh", "\177ELF")
            .file("/usr/bin/env", "\177ELF")
            .file("/bin/sed", "\177ELF")
            .file("/bin/ls", "\177ELF")
            .file("/bin/tail", "\177ELF")
            .file("/bin/cat", "\177ELF")
            .file("/usr/bin/tool", "\177ELF")
            .file("/usr/bin/other", "\177ELF")
            .file("/opt/app/bin/server", "\177ELF")
            .file("/etc/mode", "server\n")
            .file("/d/a.sh", "one")
            .file("/d/b.sh", "two");

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "sed -i s/a/b/ /etc/x                 ! sed",
                "a; b & c && d || e | f               ! a b c d e f",
                "( a ) ; { b; }                       ! a b",
                "if a; then b; elif c; then d; else e; fi ! a b c d e",
                "while a; do b; done                  ! a b",
                "X=1 Y=$(z) run --it                  ! z run",
                "exec nginx -g daemon                 ! nginx",
                "exec 3>&1; a                         ! a",
                "exec {fd}>/x; a                      ! a",
                "exec {P[1]}>&-; a {b} >x             ! a",
                "coproc P { a; b; }; c                ! a b c",
                "coproc a b; c                        ! a c",
                "f() { coproc P ( a ); b; }; f; c     ! a b c",
                "command -v curl                      ! ",
                "# all comment                        ! ",
                "a # b                                ! a",
                "a#b                                  ! a#b",
                "\"a\"'b'c\\ d x                      ! abc_d",
                "a `b c` $(d $(e))                    ! b e d a",
                "a \"$(b \"$(c)\")\"                  ! c b a",
                "b $((1 + $(c)))                      ! c b",
                "b ${x:-$(c)}                         ! c b",
                "case $x in start|run) a ;; (stop) b ;; *) c;; esac; d ! a b c d",
                "f() { a; }; f; b                     ! a b",
                "function g { a; }; g                 ! a",
                "for i in 1 2; do a; done             ! a",
                "a >out 2>&1 <in b                    ! a",
                "sh -c 'b; c | d'                     ! sh b c d",
                "trap 'a -f x' EXIT                   ! a",
                "eval \"a $x; b\"                     ! a b",
                "[[ -f x && -d y ]] && a              ! a",
                "(( x > 1 )) || a                     ! a",
                "cat <<E >/o; a\\nnot this\\nE\\nb    ! cat a b",
                "cat <<-'E E'\\n\\tx\\n\\tE E\\nb     ! cat b",
                "cat <<E | sh\\na; b\\nE               ! cat sh a b",
                "sh <<E\\na\\nE                        ! sh a",
                "echo 'a b' | sh                      ! sh a",
                "x=tool; $x; \"${x}\"                 ! tool",
                "set -- a b; \"$@\"                   ! a",
                "p=/d; while z; do p=$(y $p); done; cd $p; . $(pwd)/a.sh ! z y one",
                "set -- /d/x.yml; case $1 in *.yml) set -- tool $1;; *) set -- other;; esac; \"$@\" ! tool",
                "set -Eeuo pipefail b; \"$1\"         ! b",
                "set -- x a; shift; \"$@\"            ! a",
                "f() { \"$@\"; }; f a b               ! a",
                "x=$(cat /etc/mode); $x               ! cat server",
                "a=(b c); \"${a[@]}\"                 ! b",
                "time a; time -p b                    ! a b",
                "a <(b) >(c)                          ! b c a",
                "for f in /d/*.sh; do . $f; done      ! one two",
                "env A=b tool x                       ! env tool",
                "env -i -u X tool                     ! env tool",
                "cd /opt/app && bin/server            ! bin/server",
                "APP=/opt/app; exec $APP/bin/server   ! /opt/app/bin/server",
                "p=/opt/app/bin/server; ${p}          ! /opt/app/bin/server",
                "f=server.sh; ${f%.sh}                ! server",
                "f=/x/server; ${f##*/}                ! server",
                "a $1e ${1e} ${00} ${1234567890123}   ! a",
                "x=`echo /opt/app/x | sed -e 's,[^/]*$,,'`; ${x}bin/server ! sed /opt/app/bin/server",
                "x=$(ls /opt/app/bin/* | tail -n1); $x ! ls tail /opt/app/bin/server",
                "x=$(which tool); $x                  ! which tool /usr/bin/tool",
                "x() { return; a; }; x; b             ! b",
                "exit; a                              ! ",
                "exec a; b                            ! a",
                "if x; then exec a; fi; b             ! x a b",
            })
    void these_are_started(String text, String commands) {
        List<String> expected = commands == null ? List.of() : List.of(commands.split(" "));
        assertThat(Processes.commands(new Processes(root)
                                .text(text.replace("\\n", "\n").replace("\\t", "\t")))
                        .stream()
                        .map(command -> command.replace(' ', '_')))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "a; tool                        ! a",
                "a || true                      !",
                "if a; then b; fi               !",
                "[ -x a ] && a                  !",
                "command -v a && a              !",
                "a 2>/dev/null                  !",
                "cd /x && a                     ! a",
                "while a; do b; done            !",
                "f() { a; }; f                  ! a",
                "set -e\\ntool && exec a          ! a",
                "exec tool; a                   !",
                "case go in stop) a;; go) b;; esac ! b",
                "case $x in stop) a;; go) b;; esac !",
                "sh -c a                        ! a",
                ". /etc/none                    ! /etc/none",
                "cat >/etc/e <<X\\nA=b\\nX\\n. /etc/e !",
                "tool -o /etc/e; . /etc/e       !",
                "eval $name=x                   !",
            })
    void these_are_missing_on_every_way(String text, String commands) {
        List<String> expected = commands == null ? List.of() : List.of(commands.split(" "));
        assertThat(Processes.missing(new Processes(root).text(text.replace("\\n", "\n"))))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void what_only_a_run_can_say_is_said_with_its_line() {
        root.file("/entry", "#!/bin/sh\nexec \"$SERVER\"\n").file("/loop", "#!/bin/sh\nexec $(choose)\n");
        assertThat(Processes.undetermined(new Processes(root).start("/entry")))
                .containsExactly("line 2 of /entry: $SERVER");
        assertThat(Processes.undetermined(new Processes(root).start("/loop")))
                .containsExactly("line 2 of /loop: $(...)");
    }

    @Test
    void a_function_has_the_lines_of_the_file_that_defines_it() {
        root.file("/entry", "#!/bin/sh\n. /functions\nbegin\n")
                .file("/functions", "#\n#\n#\n#\nbegin() {\n  exec \"$SERVER\"\n}\n");
        assertThat(Processes.undetermined(new Processes(root).start("/entry")))
                .containsExactly("line 6 of /functions: $SERVER");
    }

    @Test
    void a_message_whose_command_may_be_empty_is_no_program() {
        root.file("/entry", "#!/bin/sh\nread n\nE=\n$E \"Value of $n: none\"\n$E \"$n is not set\"\n");
        assertThat(Processes.undetermined(new Processes(root).start("/entry"))).isEmpty();
    }

    @Test
    void what_an_earlier_command_may_write_is_not_missing() {
        root.file("/bin/pack", "")
                .file("/entry", "#!/bin/sh\npack app /srv/app.run\nsh /srv/app.run\nsh /srv/other.run\n");
        assertThat(Processes.missing(new Processes(root).start("/entry"))).containsExactly("/srv/other.run");
    }

    @Test
    void a_function_that_a_text_does_not_call_is_followed_too() {
        root.file("/bin/tool", "");
        assertThat(Processes.commands(new Processes(root).text("f() { tool; }\nexit 0\n")))
                .contains("tool");
    }

    @Test
    void a_number_is_no_program() {
        root.file("/entry", "#!/bin/sh\nexec env 7000 gone\n");
        assertThat(Processes.missing(new Processes(root).start("/entry"))).isEmpty();
    }

    @Test
    void no_text_is_too_odd() {
        Random random = new Random(7);
        String alphabet = "ab $\"'`(){}<>|&;\\\n#=-*@!0/[]~%:";
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(80);
            for (int k = 0; k < length; k++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(new Processes(root).text(text.toString())).as("%s", text).isNotNull();
        }
    }

    @Test
    void depth_and_repetition_are_bounded() {
        for (String piece : List.of(
                "$(",
                "(",
                "{ ",
                "if a; then ",
                "${x:-",
                "\"${x:-",
                "\"",
                "`",
                "$((",
                "f() { ",
                "case x in y) ",
                "a | ",
                "<<E ",
                "a=$a$a;",
                "while ",
                "! ",
                "[[ ",
                "\\\n",
                "a && ",
                "'",
                "for x in ",
                "$'\\")) {
            assertThat(new Processes(root).text(piece.repeat(20_000)))
                    .as("%s", piece)
                    .isNotNull();
        }
        assertThat(new Processes(root).text("f() { f; f; }; f")).isNotNull();
        assertThat(new Processes(root).text("a=1; " + "a=$a$a; ".repeat(60) + "$a"))
                .isNotNull();
        assertThat(new Processes(root).text("f() { for x in 1 2 3; do f $x $@; done; }; f"))
                .isNotNull();
    }
}
