package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an entrypoint script finally starts. */
class FinalExecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "exec \"$@\"                       | $@",
                "exec $@                           | $@",
                "exec \"${@}\"                     | $@",
                "set -e; sed -i s/a/b/ /x;; exec nginx -g 'daemon off,' | nginx;-g;daemon off,",
                "exec nginx \"$@\"                 | nginx;$@",
                "exec su-exec web server \"$@\"    | su-exec;web;server;$@",
                "APP=server;; exec /bin/$APP -v    | /bin/server;-v",
                "if x; then exec other; fi;; exec \"$@\" | $@",
                "exec 3>&1;; exec \"$@\"           | $@",
                "exec server \\;;  --port 80 \\;;  \"$@\" | server;--port;80;$@",
                "exec \"$@\";; # the end           | $@",
                "server                            | it does not end with exec",
                "exec 3>&1                         | it does not end with exec",
                "exec \"$@\";; echo never          | line 2 does more than exec: echo",
                "exec \"$1\"                       | line 1 names $1",
                "exec $SERVER                      | line 1 names $SERVER",
                "exec \"$(which x)\"               | line 1 names $(...)",
                "exec server >/dev/null            | line 1 does more than exec: /dev/null",
                "exec server /etc/*.conf           | line 1 names /etc/*.conf",
                "exec server -v -v                 | server;-v;-v",
                "shift;; exec \"$@\"               | line 1 changes its arguments",
                "if x; then set -- server \"$@\"; fi;; exec \"$@\" | line 1 changes its arguments",
                "if a; then exec b; else exec c; fi | it does not end with exec",
            })
    void a_script(String script, String expected) {
        FinalExec exec = FinalExec.of(script.replace(",", ";").replace(";;", "\n"));
        String shown = exec.problem().isEmpty() ? String.join(";", exec.words()) : exec.problem();
        assertThat(shown).isEqualTo(expected.replace(",", ";"));
    }
}
