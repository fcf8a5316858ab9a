package dev.whittle.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellsTest {
    @ParameterizedTest
    @CsvSource({
        "sh, true",
        "/bin/bash, true",
        "/bin/busybox, true",
        "/usr/bin/python3, false",
        "/bin/sh/, false",
        "shell, false"
    })
    void is_judged_by_the_name(String program, boolean expected) {
        assertThat(Shells.isShell(program)).isEqualTo(expected);
    }
}
