package dev.whittle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void is_what_it_says() {
        Digest digest = Digest.parse("sha256:" + HEX);

        assertThat(digest).isEqualTo(Digest.parse("sha256:" + HEX)).hasSameHashCodeAs(Digest.parse("sha256:" + HEX));
        assertThat(Set.of(digest, Digest.parse("sha256:" + "0".repeat(64)), Digest.parse("sha512:" + HEX + HEX)))
                .hasSize(3);
        assertThat(digest).hasToString("sha256:" + HEX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
                "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "`123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                ":123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                ""
            })
    void other_characters_and_lengths_are_none(String hex) {
        assertThatThrownBy(() -> Digest.parse("sha256:" + hex)).isInstanceOf(IllegalArgumentException.class);
    }
}
