package dev.whittle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SedScriptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "s,[^/]*$,,           ! /usr/bin/red   ! /usr/bin/",
                "s/a/b/               ! a-a            ! b-a",
                "s/a/b/g              ! a-a            ! b-b",
                "s|/bin$|/lib|        ! /opt/x/bin     ! /opt/x/lib",
                "s/\\(.*\\)-\\([0-9]*\\)/\\2 \\1/ ! app-17 ! 17 app",
                "s/x.y/&&/            ! xay            ! xayxay",
                "s/$1/[x]/            ! $1             ! $1",
                "s/\\./_/g           ! a.b.c          ! a_b_c",
            })
    void substitutions(String script, String text, String printed) {
        assertThat(SedScript.apply(List.of("-e", script), text)).contains(printed);
        assertThat(SedScript.apply(List.of(script), text)).contains(printed);
    }

    @Test
    void extended_expressions() {
        assertThat(SedScript.apply(List.of("-E", "s/(a+)b?/<\\1>/"), "aab")).contains("<aa>");
    }

    @ParameterizedTest
    @CsvSource({"p", "s/a/b/e", "s/\\(a*\\)*/x/", "s/[[:digit:]]/x/", "s/a/\\1/", "s/a*b*c*d*e*/x/", "/a/d", "s/a", "''"
    })
    void scripts_with_more_than_substitutions(String script) {
        assertThat(SedScript.apply(List.of(script), "aaaa")).isEqualTo(Optional.empty());
    }
}
