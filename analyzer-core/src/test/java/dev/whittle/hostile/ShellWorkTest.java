package dev.whittle.hostile;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.whittle.bytes.RawText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cost of a script is linear in its length, whatever it adds to arguments and variables. */
class ShellWorkTest {
    private static final int RUNS = 3;
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
        byte[] input = RawText.bytes((line + "\n").repeat(lines));
        assertThatCode(() -> takesOnce(input)).doesNotThrowAnyException();
    }

    /** The time of a run on a busy machine says little: a fast one among a few is enough. */
    private static void takesOnce(byte[] input) {
        for (int left = RUNS - 1; left > 0; left--) {
            try {
                Target.SHELL.takes(input);
                return;
            } catch (Budget.Exceeded e) {
                // the next may be faster
            }
        }
        Target.SHELL.takes(input);
    }
}
