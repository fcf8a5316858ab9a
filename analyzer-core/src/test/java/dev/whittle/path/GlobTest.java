package dev.whittle.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/usr/lib/*.so, /usr/lib/a.so, true",
                "usr/lib/*.so, /usr/lib/a.so, true",
                "./usr/*, /usr/lib, true",
                "/usr/./*, /usr/lib, true",
                "/usr/lib/*.so, /usr/lib/x/a.so, false",
                "/usr/lib/*.so, /usr/lib/.so, true",
                "/usr/lib/*.so, /usr/lib/a.so.1, false",
                "/usr/lib/lib*.so*, /usr/lib/libz.so.1.2, true",
                "/*, /.profile, true",
                "/*, /, false",
                "/, /, true",
                "/a*b*c, /aXbXbXc, true",
                "/a*b*c, /aXcXb, false",
                "/***, /abc, true",
                "/?, /a, true",
                "/?, /ab, false",
                "/a?c, /abc, true",
                "/a?c, /ac, false",
                "/etc, /etc, true",
                "/etc, /etc/x, false",
            })
    void star_and_question_mark_stay_in_a_component(String pattern, String path, boolean expected) {
        matches(pattern, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/usr/**, /usr/lib/a, true",
                "/usr/**, /usr, true",
                "/**, /, true",
                "/**/a, /a, true",
                "/**/a, /x/y/a, true",
                "/usr/**/*.so, /usr/a.so, true",
                "/usr/**/*.so, /usr/lib/x/a.so, true",
                "/usr/**/*.so, /lib/x/a.so, false",
                "/**/x/**/y, /a/x/b/x/c/y, true",
                "/**/x/**/y, /a/y/b/x, false",
                "/a**, /a/b, false",
                "/a**, /abc, true",
            })
    void two_stars_are_any_number_of_components(String pattern, String path, boolean expected) {
        matches(pattern, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/[abc], /b, true",
                "/[abc], /d, false",
                "/[a-c]x, /bx, true",
                "/[a-c]x, /dx, false",
                "/[!a-c], /d, true",
                "/[!a-c], /a, false",
                "/[^a-c], /d, true",
                "/[^a-c], /b, false",
                "/[]x], /], true",
                "/[!]x], /], false",
                "/[!]x], /a, true",
                "/[a-], /-, true",
                "/[-a], /-, true",
                "/[a!], /!, true",
                "/[*?], /*, true",
                "/[*?], /a, false",
                "/[abc]*[0-9], /bxx7, true",
                "/[abc, /[abc, true",
                "/[abc, /a, false",
                "/x[, /x[, true",
                "/[], /[], true",
                "/[!], /[!], true",
                "/[\\]], /], true",
                "/[\\]], /\\, false",
                "/[a\\-z], /m, false",
                "/[a\\-z], /-, true",
                "/[\\\\], /\\, true",
            })
    void brackets_hold_characters_ranges_and_a_negation(String pattern, String path, boolean expected) {
        matches(pattern, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/\\*, /*, true",
                "/\\*, /a, false",
                "/\\?x, /?x, true",
                "/\\?x, /ax, false",
                "/\\[ab], /[ab], true",
                "/\\[ab], /a, false",
                "/\\\\, /\\, true",
                "/a\\, /a\\, true",
                "/\\a, /a, true",
                "/*\\*, /ab*, true",
                "/*\\*, /ab, false",
            })
    void a_backslash_takes_the_next_character_literally(String pattern, String path, boolean expected) {
        matches(pattern, path, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/?, /é, true",
        "/?, /☕, true",
        "/??, /é, false",
        "/caf[éè], /café, true",
        "/caf[!é], /cafè, true",
        "/caf[!é], /café, false",
        "/[à-ü], /é, true",
        "/[à-ü], /e, false",
        "/*é, /caféé, true",
        "/*fé*, /xcafé, true",
        "/\\é, /é, true",
        "/é, /è, false",
    })
    void a_character_may_have_several_bytes(String pattern, String path, boolean expected) {
        matches(RawText.ofText(pattern), RawText.ofText(path), expected);
    }

    @Test
    void a_byte_that_is_no_character_counts_as_one() {
        matches("/?", "/\u00ff", true);
        matches("/a*z", "/a\u00ff\u00c3z", true);
        matches("/\u00ff", "/\u00ff", true);
        matches("/[\u00fe-\u00ff]", "/\u00ff", true);
        matches("/[!a]", "/\u00c3", true);
    }

    @Test
    void a_byte_is_not_the_character_of_the_same_number() {
        matches(RawText.ofText("/[é]"), "/\u00e9", false);
        matches("/[\u00e9]", RawText.ofText("/é"), false);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/usr/lib/*.so, /, true",
                "/usr/lib/*.so, /usr, true",
                "/usr/lib/*.so, /usr/lib, true",
                "/usr/lib/*.so, /usr/lib/x, false",
                "/usr/lib/*.so, /etc, false",
                "/*/lib, /opt, true",
                "/**/x, /a/b/c, true",
                "/usr/**, /usr/a/b, true",
                "/usr/**, /etc, false",
                "/usr/**, /, true",
            })
    void knows_where_it_need_not_look(String pattern, String directory, boolean expected) {
        assertThat(Glob.of(pattern).canMatchBelow(RootPath.of(directory))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/a/b, false", "/a*, true", "/a?, true", "/a[b], true", "/a]b, false", "/a\\b, false", "'', false"})
    void a_pattern_is_told_from_a_path(String raw, boolean expected) {
        assertThat(Glob.isPattern(raw)).isEqualTo(expected);
    }

    /** Backtracking to every star would not finish. */
    @Test
    void many_stars_take_no_exponential_time() {
        matches("/" + "a*".repeat(100) + "b", "/" + "a".repeat(250), false);
        matches("/" + "**/a/".repeat(40) + "b", "/a".repeat(200), false);
    }

    private static void matches(String pattern, String path, boolean expected) {
        assertThat(Glob.of(pattern).matches(RootPath.of(path)))
                .as("%s on %s", pattern, path)
                .isEqualTo(expected);
    }
}
