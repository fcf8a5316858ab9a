package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.console.Similar;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {
    private static final List<String> KNOWN =
            List.of("ldd", "layer", "slim", "--include", "--include-from", "json", "openssl");

    @ParameterizedTest
    @CsvSource({
        "lld, ldd",
        "slmi, slim",
        "SLIM, slim",
        "--inclde, --include",
        "--inc, --include",
        "jsn, json",
        "opensl, openssl",
        "xyz, ''",
        "l, ''",
        "--nosuch, ''",
        "docker, ''"
    })
    void a_typing_error_finds_what_was_meant(String typed, String meant) {
        assertThat(Similar.to(typed, KNOWN).orElse("")).isEqualTo(meant);
    }
}
