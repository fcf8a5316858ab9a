package dev.whittle.closure.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.image.ArgumentList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command to type. */
class ShellCostTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nginx                  | nginx",
                "nginx;-t               | \"nginx -t\"",
                "nginx;-g;daemon off,   | \"nginx -g 'daemon off,'\"",
                "sh;-c;echo \"a\"       | '[\"sh\", \"-c\", \"echo \\\"a\\\"\"]'",
                "sh;-c;echo $HOME       | '[\"sh\", \"-c\", \"echo $HOME\"]'",
                "a;it's                 | '[\"a\", \"it'\\''s\"]'",
            })
    void is_typed_so_that_a_shell_gives_it_on_whole(String words, String typed) {
        List<String> all = List.of(words.split(";"));
        String shown = ShellCost.typed(all);
        assertThat(shown).isEqualTo(typed);
        boolean single = shown.startsWith("'");
        boolean quoted = single || shown.startsWith("\"");
        String given = quoted ? shown.substring(1, shown.length() - 1) : shown;
        assertThat(ArgumentList.parse(single ? given.replace("'\\''", "'") : given))
                .isEqualTo(all);
    }
}
