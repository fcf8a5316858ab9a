package dev.whittle.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of Go's path/filepath: Match. */
class RunesTest {
    @ParameterizedTest
    @CsvSource({
        "a\u00ff,             ab,              true",
        "a\u00ff,             a\u00c3\u00a9,   true",
        "a\u00ff,             a\u00c3,         true",
        "a\u00ff,             abc,             false",
        "\u00c3\u00a9\u00ff, \u00c3\u00a9b,   true",
        "\u00c3\u00a9\u00ff, abc,             false",
        "\u00c3\u00a9\u00ff, ab,              false",
        "\u00e0\u0080\u0080, abc,             true",
        "a\\b,                axb,             true"
    })
    void a_byte_that_is_no_text_stands_for_any_one_rune(String named, String other, boolean matches) {
        assertThat(Runes.patternMatches(named, other)).isEqualTo(matches);
    }
}
