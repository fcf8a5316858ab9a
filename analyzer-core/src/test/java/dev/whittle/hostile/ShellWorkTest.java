package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.whittle.bytes.RawText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cost of a script is linear in its length, whatever it adds to arguments and variables. */
class ShellWorkTest {
    private static final int LINES = 20_000;

    /** Longer than any known script. */
    private static final int LENGTH = 300_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set -- a b",
                "set -- \"$@\" a",
                "set -- a \"$@\"",
                "x=$x$x",
                "x=\"$x a\"",
                "x+=a",
                "for i in a b; do set -- $i \"$@\"; done",
                "while read y; do x=\"$x $y\"; done",
                "case $1 in a) set -- \"$@\" b;; esac",
                "f$x() { :; }",
                "PATH=$PATH:/a",
                "export A=$A:b",
                "cd a"
            })
    void it_is_read_within_the_budget(String line) {
        int lines = Math.min(LINES, LENGTH / line.length());
        // Once, for one-time costs.
        Target.SHELL.takes(RawText.bytes((line + "\n").repeat(100)));
        assertThatCode(() -> Target.SHELL.takes(RawText.bytes((line + "\n").repeat(lines))))
                .doesNotThrowAnyException();
    }
}
