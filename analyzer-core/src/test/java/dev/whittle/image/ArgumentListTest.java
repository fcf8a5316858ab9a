package dev.whittle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One argument that contains a command line. */
class ArgumentListTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        nginx                        | nginx
        nginx -g 'daemon off;'       | nginx,-g,daemon off;
        nginx -g "daemon off;"       | nginx,-g,daemon off;
        a\\ b c                      | a b,c
        "a\\"b" "c\\d"               | a"b,c\\d
        'a\\b'''                     | a\\b
        --bind *:80 --x={}           | --bind,*:80,--x={}
        ["nginx","-g","daemon off;"] | nginx,-g,daemon off;
        [ ]                          |
        sh -c 'a && b $C'            | sh,-c,a && b $C
        """)
    void words(String argument, String expected) {
        List<String> words = expected == null ? List.of() : List.of(expected.split(",", -1));
        assertThat(ArgumentList.parse(argument)).isEqualTo(words);
    }

    @Test
    void nothing_is_no_word_and_quotes_are_an_empty_one() {
        assertThat(ArgumentList.parse("")).isEmpty();
        assertThat(ArgumentList.parse("  ")).isEmpty();
        assertThat(ArgumentList.parse("a ''")).containsExactly("a", "");
    }

    @Test
    void names_are_bytes() {
        assertThat(ArgumentList.parse("caf\u00c3\u00a9")).containsExactly("caf\u00c3\u00a9");
        assertThat(ArgumentList.parse("[\"caf\u00c3\u00a9\"]")).containsExactly("caf\u00c3\u00a9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a && b      | & is for a shell, and none reads this: quote it with '', or have one: ["/bin/sh", "-c", "..."]
        a "$B"      | $ is for a shell, and none reads this: quote it with '', or have one: ["/bin/sh", "-c", "..."]
        'a          | the quote ' is not closed
        a\\         | ends in a backslash
        [nginx, -t] | begins with [ and is not a JSON array such as ["nginx", "-t"]
        ["a", 1]    | not an array of strings
        ["a\\u0000"] | holds a NUL
        """)
    void what_is_wrong_with_it(String argument, String message) {
        assertThatThrownBy(() -> ArgumentList.parse(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
