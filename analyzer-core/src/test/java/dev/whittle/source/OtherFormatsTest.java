package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of an unsupported format is rejected with a hint. */
class OtherFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "'hsqs\1\0', a squashfs",
        "'\177ELF\2\1', an ELF file",
    })
    void a_file_that_is_no_archive_is_told_by_its_beginning(String content, String kind) {
        assertThatThrownBy(() -> OtherFormats.refuse("x", ByteSource.of(RawText.bytes(content))))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining(kind.equals("an ELF file") ? "--appimage-extract" : "dir:DIR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hsq", "PK", "usr/", "\0\0\0\0\0"})
    void others_are_not_judged(String content) {
        assertThatCode(() -> OtherFormats.refuse("x", ByteSource.of(RawText.bytes(content))))
                .doesNotThrowAnyException();
    }
}
