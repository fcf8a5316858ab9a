package dev.whittle.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.Walk;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 8 of glibc: elf/dl-load.c, is_dst and _dl_dst_substitute. */
class TokensTest {
    private static final Tokens TOKENS = new Tokens("/o", "lib64", Optional.of("haswell"), Tokens.Secure.OFF);
    private static final Tokens.Secure TRUSTED = new Tokens.Secure(true, List.of("/lib/", "/usr/lib/"));

    /** is_dst: a token without braces ends at the first character that cannot be part of a name. */
    @ParameterizedTest
    @ValueSource(strings = {"A", "M", "Z", "a", "m", "z", "0", "5", "9", "_"})
    void rule_8_a_longer_word_is_another_word(String next) {
        for (String word : List.of("ORIGIN", "LIB", "PLATFORM")) {
            assertThat(TOKENS.expand("$" + word + next)).contains("$" + word + next);
            assertThat(Tokens.used("$" + word + next)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "[", "`", "{", "/", ":", "^", "-", ".", "$", "\u00e4", ""})
    void rule_8_anything_else_ends_a_word(String next) {
        assertThat(TOKENS.expand("$ORIGIN" + next)).contains("/o" + next);
        assertThat(TOKENS.expand("$LIB" + next)).contains("lib64" + next);
        assertThat(TOKENS.expand("$PLATFORM" + next)).contains("haswell" + next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"$ORIGIN", "$LIB", "a$PLATFORM", "${ORIGIN}x", "${LIB}", "$$LIB", "$x$PLATFORM", "$LIBS$LIB"})
    void rule_8_a_token_is_used_wherever_it_stands(String text) {
        assertThat(Tokens.used(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", "$$", "libx.so", "$x", "${ORIGIN", "$ORIGINS", "$lib", "{LIB}", "LIB", "$ LIB"})
    void rule_8_what_is_no_token_is_not_used_as_one(String text) {
        assertThat(Tokens.used(text)).isFalse();
        assertThat(TOKENS.expand(text)).contains(text);
    }

    @Test
    void rule_8_a_text_that_expands_to_more_than_any_path_is_cut() {
        String expanded = TOKENS.expand("$LIB".repeat(100_000)).orElseThrow();
        assertThat(expanded).hasSizeBetween(Walk.MAX_PATH, Walk.MAX_PATH + 100);
        String fits = "/" + "x".repeat(Walk.MAX_PATH - 10);
        assertThat(TOKENS.expand("$LIB" + fits)).contains("lib64" + fits);
        assertThat(TOKENS.expand(fits + "/$LIB")).contains(fits + "/lib64");
    }

    /** is_trusted_path_normalize, for the program's own list; $ORIGIN must be the whole first component. */
    @ParameterizedTest
    @CsvSource({
        "/usr/lib, $ORIGIN, /usr/lib",
        "/usr/lib, ${ORIGIN}, /usr/lib",
        "/usr/lib, $ORIGIN/x, /usr/lib/x",
        "/usr/lib, $ORIGIN/../lib, /usr/lib/../lib",
        "/usr/lib, $ORIGIN-x,",
        "/usr/lib, /$ORIGIN,",
        "/usr/lib, $ORIGIN/$ORIGIN,",
        "/usr/bin, $ORIGIN,",
        "/usr/lib, $ORIGIN/..,",
        "/usr/libx, $ORIGIN,",
        "/usr/bin, /opt/$LIB, /opt/lib64",
        "/usr/bin, $x, $x",
    })
    void rule_17_in_secure_mode_origin_must_lead_to_a_trusted_place(String origin, String text, String expanded) {
        Tokens tokens = new Tokens(origin, "lib64", Optional.empty(), TRUSTED);
        assertThat(tokens.expand(text)).isEqualTo(Optional.ofNullable(expanded));
    }

    @Test
    void rule_17_a_library_s_origin_may_lead_anywhere_but_must_stand_first() {
        Tokens tokens = new Tokens("/opt", "lib64", Optional.empty(), new Tokens.Secure(true, List.of()));
        assertThat(tokens.expand("$ORIGIN/x")).contains("/opt/x");
        assertThat(tokens.expand("/x/$ORIGIN")).isEmpty();
    }

    @Test
    void rule_17_without_secure_mode_no_place_is_asked_for() {
        Tokens tokens = new Tokens("/opt", "lib64", Optional.empty(), new Tokens.Secure(false, List.of("/lib/")));
        assertThat(tokens.expand("$ORIGIN/x")).contains("/opt/x");
        assertThat(tokens.expand("/x/$ORIGIN$ORIGIN")).contains("/x//opt/opt");
    }
}
