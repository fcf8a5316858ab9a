package dev.whittle.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileVariablesTest {
    private final DockerfileVariables variables = new DockerfileVariables('\\');

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a/$DIR/b   | /a/lib/b",
                "/a/${DIR}64 | /a/lib64",
                "$DIRx       | ~~",
                "\\$DIR      | $DIR",
                "'$DIR'      | $DIR",
                "\"$DIR\"    | lib",
                "\"\\a\"     | \\a",
                "\\a         | a",
                "a\\ b       | a b",
                "${NO:-x$DIR}| xlib",
                "${DIR:-x}   | lib",
                "${DIR:+x}   | x",
                "${NO:+x}    | ~~",
                "${EMPTY-x}  | ~~",
                "${NO-x}     | x",
                "$           | $",
                "${DIR       | ${DIR"
            })
    void words_are_expanded_as_builders_do(String word, String expanded) {
        variables.env("DIR=lib EMPTY=\"\"");
        assertThat(variables.expand(word)).isEqualTo(expanded);
    }

    @Test
    void the_old_form_of_env_takes_all_the_rest() {
        variables.env("A b c");
        assertThat(variables.expand("$A")).isEqualTo("b c");
    }

    @Test
    void an_argument_is_known_where_it_is_declared() {
        variables.global("V=1 W=2");
        variables.stage(Map.of());
        variables.arg("V");
        variables.arg("X=3");
        assertThat(variables.expand("$V-$W-$X")).isEqualTo("1--3");
    }

    @Test
    void names_of_one_line_do_not_see_each_other() {
        variables.env("A=1");
        variables.env("A=2 B=$A");
        assertThat(variables.expand("$A$B")).isEqualTo("21");
    }
}
