package dev.whittle.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words of a shell text may name something. */
class ShellWordsTest {
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
                "X=1 Y=$(z) run --it                  ! run z",
                "exec nginx -g daemon                 ! exec nginx",
                "command -v curl                      ! command curl",
                "env -i A=b prog x                    ! env prog",
                "# all comment                        ! ",
                "a # b                                ! a",
                "a#b                                  ! a#b",
                "'my tool' x                          ! my_tool",
                "\"a\"'b'c\\ d x                      ! abc_d",
                "a `b c` $(d $(e))                    ! a b d e",
                "a \"$(b \"$(c)\")\"                  ! a b c",
                "echo $((1 + 2)) ; b                  ! echo b",
                "case $1 in start|run) a ;; (stop) b ;; *) c;; esac; d ! a b c d",
                "f() { a; }; f; b                     ! a b",
                "function g { a; }; g                 ! a",
                "for i in 1 2; do a; done             ! a",
                "a >out 2>&1 <in b                    ! a",
                "sh -c 'b; c | d'                     ! sh b c d",
                "trap 'rm -f x' EXIT                  ! trap rm",
            })
    void these_are_commands(String text, String commands) {
        assertThat(ShellWords.of(text, "/").stream()
                        .filter(word -> word.role() == ShellWord.Role.COMMAND)
                        .map(word -> word.text().replace(' ', '_')))
                .containsExactlyInAnyOrder(commands == null ? new String[0] : commands.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "conf=/etc/a.conf; touch \"$conf\"        ! VALUE /etc/a.conf, ARGUMENT /etc/a.conf",
                "d=/etc; f=$d/a; . ${f}                    ! VALUE /etc, VALUE /etc/a, SOURCED /etc/a",
                "for f in /d/*.sh; do . \"$f\"; done       ! ARGUMENT /d/*.sh, SOURCED /d/*.sh",
                "source \"$(dirname \"$0\")/lib.sh\"       ! SOURCED /own/lib.sh, ARGUMENT $...",
                ". \"${0%/*}/lib.sh\"                      ! SOURCED /own/lib.sh",
                "cat \"${CONF:-/etc/b}\" > /var/log/x      ! VALUE /etc/b, ARGUMENT $..., FILE /var/log/x",
                "export A=/x                               ! VALUE /x",
                "cat <<E >/o\\n/not/this\\nE\\ncat /this      ! FILE /o, ARGUMENT /this",
                "cat <<-'E E'\\n\\tx\\n\\tE E\\ncat /this       ! ARGUMENT /this",
                "\"$@\" $1 $x/y                            ! ARGUMENT $..., ARGUMENT $x/y",
                "a --conf=/etc/a.conf                      ! ARGUMENT --conf=/etc/a.conf",
            })
    void these_may_be_files(String text, String words) {
        assertThat(ShellWords.of(text.replace("\\n", "\n").replace("\\t", "\t"), "/own").stream()
                        .filter(word -> word.role() != ShellWord.Role.COMMAND)
                        .map(word -> word.role() + " " + word.text()))
                .containsExactlyInAnyOrder(words.split(", "));
    }

    @Test
    void lines_are_counted_through_quotes_substitutions_and_here_documents() {
        String text = "a\n'x\ny' \\\nz\n$(\nb)\ncat <<E\n1\n2\nE\nc \"$d\"\n";
        assertThat(ShellWords.of(text, "/").stream()
                        .filter(word -> List.of("a", "b", "c", "$d").contains(word.text()))
                        .map(word -> word.text() + " " + word.line()))
                .containsExactlyInAnyOrder("a 1", "b 6", "c 11", "$d 11");
    }

    @Test
    void what_only_a_run_can_tell_is_marked() {
        assertThat(ShellWords.of("exec \"$@\"\n\"$script\"\n`x`/y\n", "/").stream()
                        .filter(word -> word.role() == ShellWord.Role.COMMAND && !word.resolved())
                        .map(word -> word.line() + " " + word.text()))
                .containsExactly("1 $@", "2 $script", "3 $.../y");
    }

    @Test
    void no_text_is_too_odd() {
        Random random = new Random(7);
        String alphabet = "ab $\"'`(){}<>|&;\\\n#=-*@!0/";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int k = 0; k < length; k++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(ShellWords.of(text.toString(), "/")).as("%s", text).isNotNull();
        }
    }

    @Test
    void depth_is_bounded() {
        assertThat(ShellWords.of("$(".repeat(20_000), "/")).isNotNull();
        assertThat(ShellWords.of("a=$a$a; b=$a; $b", "/")).isNotEmpty();
        assertThat(ShellWords.of("\"".repeat(100_001) + "(".repeat(100_000), "/"))
                .isNotNull();
    }
}
