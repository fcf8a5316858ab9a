package dev.whittle.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.Extent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileStringsTest {
    private static final int CHUNK = 1 << 16;
    private static final int MAX = 16384;

    @Test
    void a_string_ends_where_something_else_begins() throws IOException {
        assertThat(strings("\0/etc/passwd\0%s: error\n\u007fa.so\u00ff/lib\u001f"))
                .containsExactly("/etc/passwd", "%s: error", "a.so", "/lib");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 400})
    void wide_characters_are_text(int offset) throws IOException {
        StringBuilder wide = new StringBuilder("\u0001".repeat(offset));
        "Codecs/x.so".chars().forEach(c -> wide.append((char) c).append("\0\0\0"));
        assertThat(strings(wide + "\0\0\0\0")).containsExactly("Codecs/x.so");
        assertThat(strings("\u0001" + wide + "\0\0\0\0")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, true",
        "UTF8_2, true",
        "Utf-8, false",
        "a word, false",
        "a.b, false",
        "a.bc, true",
        "k:v2, true",
        "locale -a, true",
        "locale a, false",
        "locale - a, false",
        "Locale -a, false",
        "x --long, true"
    })
    void what_says_nothing_is_left_out(String text, boolean kept) throws IOException {
        assertThat(strings(text + "\0")).hasSize(kept ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {CHUNK - 12, CHUNK - 11, CHUNK - 5, CHUNK - 1, CHUNK, 2 * CHUNK - 3})
    void a_string_may_lie_across_chunks(int offset) throws IOException {
        assertThat(strings("\0".repeat(offset) + "/etc/passwd\0/etc/group"))
                .containsExactly("/etc/passwd", "/etc/group");
    }

    /** Every length of non-text before a string, for a search that skips several bytes at once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void a_string_is_found_wherever_it_begins(int offset) throws IOException {
        String other = "ab\u0001".repeat(offset);
        assertThat(strings(other + "\0a.so\0" + other + "/a/b\0" + "\u0002".repeat(offset) + "/end"))
                .containsExactly("a.so", "/a/b", "/end");
    }

    @Test
    void parts_are_read_each_for_itself() throws IOException {
        String content = "/etc/a\0/etc/b\0/etc/cd/etc/e";
        List<Extent> parts = List.of(new Extent(0, 6), new Extent(14, 7), new Extent(21, 6));
        assertThat(FileStrings.of(ByteSource.of(content.getBytes(StandardCharsets.ISO_8859_1)), parts))
                .containsExactly("/etc/a", "/etc/cd", "/etc/e");
    }

    @Test
    void of_a_long_string_the_beginning_is_taken() throws IOException {
        String path = "/" + "x".repeat(3 * CHUNK);
        assertThat(strings(path + "\0/etc/group")).containsExactly(path.substring(0, MAX), "/etc/group");
    }

    @Test
    void some_words_are_found_whatever_they_are_made_of() throws IOException {
        ByteSource content = ByteSource.of("xpostgres\0postgres\0initdb".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(FileStrings.among(content, Set.of("postgres", "initdb", "gone")))
                .containsExactly("postgres", "initdb");
    }

    private static List<String> strings(String content) throws IOException {
        return FileStrings.of(ByteSource.of(content.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
