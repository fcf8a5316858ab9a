package dev.whittle.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/opt/lib       | /opt/lib",
                "$(cmd)         | '$(cmd)'",
                "x;cmd          | 'x;cmd'",
                "a b            | 'a b'",
                "it's           | 'it'\\''s'",
                "~~             | ''",
                "a`b`           | 'a`b`'",
                "*              | '*'",
                "a!b            | 'a!b'",
            })
    void what_a_shell_would_read_otherwise_is_quoted(String word, String expected) {
        assertThat(ShellWord.quoted(word)).isEqualTo(expected);
    }

    @Test
    void control_characters_do_not_break_the_line() {
        assertThat(ShellWord.quoted("a\nb\t'\\\u007f")).isEqualTo("$'a\\nb\\011\\'\\\\\\177'");
    }

    /** Checked with bash, all words at once. */
    @Test
    void bash_reads_the_word_that_was_meant() throws IOException, InterruptedException {
        Random random = new Random(5);
        List<String> words = new ArrayList<>();
        StringBuilder script = new StringBuilder("printf '%").append("s\\0'");
        for (int i = 0; i < 500; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                word.append((char) (1 + random.nextInt(127)));
            }
            words.add(word.toString());
            script.append(' ').append(ShellWord.quoted(word.toString()));
        }
        Process bash = new ProcessBuilder("bash", "-c", script.toString()).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(bash.waitFor()).isZero();
        assertThat(List.of(out.split("\0", -1)).subList(0, words.size())).isEqualTo(words);
    }
}
