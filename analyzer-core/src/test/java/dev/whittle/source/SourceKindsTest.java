package dev.whittle.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unsupported source is rejected with a hint. */
class SourceKindsTest {
    @ParameterizedTest
    @CsvSource({
        "'hsqs\1\0', a squashfs",
        "'PK\3\4\1\0', a zip archive",
        "'\177ELF\2\1', an ELF file",
    })
    void a_file_that_is_no_archive_is_told_by_its_beginning(String content, String kind) {
        assertThatThrownBy(() -> SourceKinds.refuse("x", ByteSource.of(RawText.bytes(content))))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining(kind.equals("an ELF file") ? "--appimage-extract" : "dir:DIR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hsq", "PK", "usr/", "\0\0\0\0\0"})
    void others_are_not_judged(String content) {
        assertThatCode(() -> SourceKinds.refuse("x", ByteSource.of(RawText.bytes(content))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "whl:a.whl, unzip -d DIR FILE",
        "jar:a.jar, unzip -d DIR FILE",
        "squashfs:a, unsquashfs -d DIR FILE",
        "appimage:a, --appimage-extract",
    })
    void a_kind_that_is_not_read_is_told_with_the_way_around(String name, String way) {
        assertThatThrownBy(() -> SourceName.parse(name, path -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a source")
                .hasMessageContaining(way);
    }

    @Test
    void a_file_of_such_a_name_is_a_file() {
        assertThatCode(() -> SourceName.parse("jar:a", path -> true)).doesNotThrowAnyException();
    }
}
