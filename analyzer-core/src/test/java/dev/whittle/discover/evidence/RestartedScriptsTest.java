package dev.whittle.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartedScriptsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "exec perl -w -x -S -- \"$0\" \"$@\" | perl",
                "eval 'exec /usr/bin/perl -S $0 ${1+\"$@\"}' | perl",
                "eval 'exec ${PERL-perl} -x -wS $0' | perl",
                "exec \"${PYTHON:-python3}\" \"$0\" \"$@\" | python3",
                "exec env LC_ALL=C tclsh8.6 \"${0}\" \"$@\" | tclsh8.6",
                "test -n x && exec wish '$0' | wish"
            })
    void a_script_that_gives_itself_to_an_interpreter_is_for_that(String line, String interpreter) {
        assertThat(RestartedScripts.interpreter("#!/bin/sh\n# exec cat $0\n" + line + "\n"))
                .contains(interpreter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exec perl \"$1\"", "# exec perl $0", "exec $RUN \"$0\"", "echo \"$0\"", "perl -e 1; echo $0", ""
            })
    void others_are_for_the_shell(String line) {
        assertThat(RestartedScripts.interpreter("#!/bin/sh\n" + line + "\n")).isEmpty();
    }
}
