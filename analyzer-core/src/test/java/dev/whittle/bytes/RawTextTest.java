package dev.whittle.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RawTextTest {
    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("plain", "libz.so.1", "libz.so.1"),
                Arguments.of("empty", "", ""),
                Arguments.of("blank and backslash stay", "a b\\c", "a b\\c"),
                Arguments.of("newline", "a\nb", "a\\nb"),
                Arguments.of("tab and return", "\t\r", "\\t\\r"),
                Arguments.of("escape sequence", "\u001b[31mred", "\\033[31mred"),
                Arguments.of("bell, NUL, DEL", "\u0007\0\u007f", "\\007\\000\\177"),
                Arguments.of("UTF-8 stays", RawText.ofText("café ☕"), RawText.ofText("café ☕")),
                Arguments.of("a no-break space is no control", RawText.ofText("\u00a0"), RawText.ofText("\u00a0")),
                Arguments.of("C1: next line", RawText.ofText("a\u0085b"), "a\\302\\205b"),
                Arguments.of("C1: control sequence introducer", RawText.ofText("\u009b31m"), "\\302\\23331m"),
                Arguments.of("Latin-1 byte", "caf\u00e9", "caf\\351"),
                Arguments.of("the highest byte", "\u00ff", "\\377"),
                Arguments.of(
                        "where one byte is no UTF-8 all high ones are shown", "\u00c3\u00a9\u00ff", "\\303\\251\\377"),
                Arguments.of("a lead byte alone takes nothing with it", "\u00c2abc", "\\302abc"),
                Arguments.of("a lead byte before a newline", "\u00c2\n", "\\302\\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shows_a_name_so_that_it_cannot_drive_a_terminal(String subject, String raw, String shown) {
        assertThat(RawText.visible(raw)).as(subject).isEqualTo(shown);
    }

    @Test
    void every_byte_survives_the_way_to_a_raw_string_and_back() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(RawText.bytes(RawText.of(all))).isEqualTo(all);
    }

    @Test
    void a_shown_byte_never_is_a_control() {
        for (int i = 0; i < 256; i++) {
            String shown = RawText.visible("x" + (char) i);
            assertThat(shown.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        }
    }

    @Test
    void text_becomes_its_utf8_bytes_and_comes_back() {
        String raw = RawText.ofText("é☕\ud83d\ude00");
        assertThat(RawText.bytes(raw)).isEqualTo("é☕\ud83d\ude00".getBytes(StandardCharsets.UTF_8));
        assertThat(RawText.text(raw)).isEqualTo("é☕\ud83d\ude00");
        assertThat(RawText.isUtf8(raw)).isTrue();
    }

    @Test
    void what_is_no_utf8_is_known_and_replaced_in_text() {
        assertThat(RawText.isUtf8("a\u00ff")).isFalse();
        assertThat(RawText.isUtf8("\u00ed\u00a0\u0080")).as("a surrogate").isFalse();
        assertThat(RawText.isUtf8("\u00c0\u0080")).as("an overlong NUL").isFalse();
        assertThat(RawText.text("a\u00ff")).isEqualTo("a\ufffd");
    }
}
