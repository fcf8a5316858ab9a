package dev.whittle.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form was tested with the three builders, which created the intended file. */
class DockerWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/lib/libz.so.1 | \"/lib/libz.so.1\"",
                "/a b           | \"/a b\"",
                "/it's          | \"/it\\\\'s\"",
                "/a\"b          | \"/a\\\\\\\"b\"",
                "/$HOME         | \"/\\\\$HOME\"",
                "/a[1]          | \"/a[[]1]\"",
                "/a*            | \"/a[*]\"",
                "/a?            | \"/a[?]\"",
                "/a\\b          | \"/a?b\"",
                "/caf\u00e9     | \"/caf?\"",
                "/caf\u00c3\u00a9\u00ff | \"/caf\u00c3\u00a9?\"",
                "/\u00ff\u00c3\u00a9a | \"/?\u00c3\u00a9a\"",
                "/caf\u00c3\u00a9 | \"/caf\u00c3\u00a9\""
            })
    void a_source_is_a_pattern_of_itself(String raw, String written) {
        assertThat(DockerWords.string(DockerWords.source(raw))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a b   | \"/a b\"",
                "/it's  | \"/it\\\\'s\"",
                "/a[1]* | \"/a[1]*\"",
                "/$HOME | \"/\\\\$HOME\"",
                "/a\\b  | \"/a\\\\\\\\b\""
            })
    void a_destination_is_no_pattern(String raw, String written) {
        assertThat(DockerWords.string(DockerWords.target(raw))).isEqualTo(written);
    }

    @Test
    void control_characters_have_json_names() {
        assertThat(DockerWords.string("a\nb\tc\rd\u0001")).isEqualTo("\"a\\nb\\tc\\rd\\u0001\"");
    }

    @Test
    void an_array_of_a_command_is_taken_as_it_is() {
        assertThat(DockerWords.json(List.of("sh", "-c", "echo \"$A\" 'b' \\"))).isEqualTo("""
                ["sh", "-c", "echo \\"$A\\" 'b' \\\\"]""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1.2.3      | 1.2.3",
                "/a:/b      | /a:/b",
                "~~         | \"\"",
                "a b        | \"a b\"",
                "it's       | \"it's\"",
                "$x         | \"\\$x\"",
                "a\"b       | \"a\\\"b\"",
                "back\\     | \"back\\\\\"",
                "#x         | \"#x\"",
                "caf\u00c3\u00a9 | \"caf\u00c3\u00a9\""
            })
    void a_value_has_quotes_if_it_needs_them(String raw, String written) {
        assertThat(DockerWords.value(raw)).isEqualTo(written);
    }
}
