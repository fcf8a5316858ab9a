package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POSIX pax, "pax Extended Header". */
class PaxHeaderTest {
    @Test
    void records_hold_against_the_header_and_gnu_names() throws Exception {
        byte[] tar = new TarBuilder()
                .longName("gnu")
                .pax("path", "p", "uid", "5000000", "gid", "6000000", "mtime", "7.25", "comment", "c", "atime", "x")
                .file("ustar", "1")
                .pax("linkpath", "there")
                .link("l", "here")
                .file("plain", "2")
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "file 644 5000000:6000000 @7 p = 1",
                        "symbolic link 777 0:0 @0 l -> there",
                        "file 644 0:0 @0 plain = 2");
    }

    @Test
    void the_size_may_stand_in_a_record_alone() throws Exception {
        byte[] tar = new TarBuilder()
                .pax("size", "7")
                .add(new Header("f").size(0).content("content"))
                .file("next", "")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f = content", "file 644 0:0 @0 next = ");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.999999999, 1", "1., 1", "-1, -1", "-1.0, -1", "-1.5, -2", "0, 0", "-0.1, -1"})
    void times_are_rounded_down(String value, String seconds) throws Exception {
        byte[] tar = new TarBuilder().pax("mtime", value).file("f", "").build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @" + seconds + " f = ");
    }

    @ParameterizedTest
    @CsvSource({
        "7.25, 7, 250000000",
        "0.0000000019, 0, 1",
        "1.9999999999, 1, 999999999",
        "-1.5, -2, 500000000",
        "-0.1, -1, 900000000",
        "-0.0000000001, -1, 999999999",
        "-3, -3, 0"
    })
    void fractions_of_a_second_are_read_to_the_nanosecond(String value, long seconds, int nanos) throws Exception {
        byte[] tar = new TarBuilder().pax("mtime", value).file("f", "").build();
        TarMeta meta =
                TarListing.entries(ByteSource.of(tar), TarLimits.DEFAULT).get(0).meta();
        assertThat(meta.modified()).isEqualTo(seconds);
        assertThat(meta.nanos()).isEqualTo(nanos);
    }

    @Test
    void a_record_without_a_value_gives_the_header_its_right_again() throws Exception {
        byte[] tar = new TarBuilder()
                .global("path", "p", "uid", "1", "gid", "2", "size", "9", "mtime", "3", "linkpath", "x")
                .pax("path", "", "uid", "", "gid", "", "size", "", "mtime", "", "linkpath", "")
                .file("f", "content")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f = content");
    }

    /** Some writers count the padding. */
    @Test
    void zeros_behind_the_records_are_no_record() throws Exception {
        byte[] tar = new TarBuilder()
                .add(new Header("x").type('x').content(TarBuilder.records("path", "p") + "\0".repeat(7)))
                .file("f", "")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 p = ");
    }

    @Test
    void an_attribute_may_be_as_large_as_that_of_linux() throws Exception {
        String value = "v".repeat(1 << 16);
        byte[] tar =
                new TarBuilder().pax("SCHILY.xattr.user.a", value).file("f", "").build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f =  user.a=" + value);
    }

    /** A map belongs to one file, so it must not be in a global header. */
    @Test
    void global_records_make_no_file_sparse() throws Exception {
        byte[] tar = new TarBuilder()
                .global("GNU.sparse.size", "13", "GNU.sparse.map", "3,3,10,2")
                .file("f", "abcde")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f = abcde");
    }

    @Test
    void attributes_are_bytes() throws Exception {
        String capability = "\1\0\0\2\0\4\u0080\u00ff\n=\0\0\0\0\0\0\0\0\0\0";
        byte[] tar = new TarBuilder()
                .pax("SCHILY.xattr.security.capability", capability, "SCHILY.xattr.user.empty", "")
                .file("f", "")
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "file 644 0:0 @0 f =  security.capability=" + RawText.visible(capability) + " user.empty=");
    }

    /** GNU tar, xheader.c:xattr_encode_keyword. */
    @Test
    void names_of_attributes_are_unescaped() throws Exception {
        byte[] tar = new TarBuilder()
                .pax("SCHILY.xattr.user.a%3Db%25%253D", "1")
                .file("f", "")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 f =  user.a=b%%3D=1");
    }

    @Test
    void any_name_of_an_attribute_comes_back_as_it_was_written() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            tar.file("f", new TarMeta(0644, 0, 0, 0, Map.of("%a=b%3D%", RawText.bytes("=\0"))), 0)
                    .close();
        }
        assertThat(TarListing.of(out.toByteArray())).containsExactly("file 644 0:0 @0 f =  %a=b%3D%==\\000");
    }

    @Test
    void global_records_are_for_all_that_follow_and_an_own_one_holds_against_them() throws Exception {
        byte[] tar = new TarBuilder()
                .file("before", "")
                .global("uid", "1", "mtime", "2")
                .file("a", "")
                .pax("uid", "3")
                .file("b", "")
                .global("uid", "")
                .file("c", "")
                .global("comment", "at the end")
                .build();
        assertThat(TarListing.of(tar))
                .containsExactly(
                        "file 644 0:0 @0 before = ",
                        "file 644 1:0 @2 a = ",
                        "file 644 3:0 @2 b = ",
                        "file 644 0:0 @2 c = ");
    }

    @Test
    void of_two_headers_in_a_row_the_second_holds() throws Exception {
        byte[] tar = new TarBuilder()
                .pax("path", "a", "uid", "1")
                .pax("path", "b")
                .file("f", "")
                .build();
        assertThat(TarListing.of(tar)).containsExactly("file 644 0:0 @0 b = ");
    }

    @Test
    void what_is_too_much_is_an_error() {
        TarLimits few = new TarLimits(2, 100, 2, 10, 1);
        TarBuilder chained = new TarBuilder()
                .global("a", "b")
                .global("a", "b")
                .global("a", "b")
                .file("f", "");
        TarBuilder global = new TarBuilder()
                .global("a", "b".repeat(70))
                .file("f", "")
                .global("a", "b".repeat(70))
                .file("g", "");
        fails(few, chained, "more than 2 extended headers in a row (at offset 3072)");
        fails(few, global, "pax header of 76 bytes (at offset 2048)");
        fails(few, new TarBuilder().pax("a", "b".repeat(100)).file("f", ""), "pax header of 107 bytes (at offset 512)");
        fails(few, new TarBuilder().pax("path", "12345678901").file("f", ""), "a name of 11 bytes (at offset 1024)");
        fails(few, new TarBuilder().longName("12345678901").file("f", ""), "long name of 12 bytes (at offset 512)");
        fails(few, new TarBuilder().link("f", "12345678901"), "a name of 11 bytes (at offset 0)");
        fails(
                few,
                new TarBuilder().file("a", "").file("b", "").file("c", ""),
                "more than 2 entries (--max-entries) (at offset 1024)");
    }

    @Test
    void what_is_just_not_too_much_is_taken() throws Exception {
        TarLimits few = new TarLimits(4, 100, 2, 10, 1);
        TarBuilder tar = new TarBuilder()
                .global("a", "b")
                .global("a", "b")
                .file("1", "")
                .pax("path", "1234567890", "a", "b".repeat(75))
                .file("2", "")
                .longName("1234567890")
                .file("3", "")
                .link("4", "1234567890");
        assertThat(TarListing.of(tar.build(), few)).hasSize(4);
    }

    private static void fails(TarLimits limits, TarBuilder tar, String message) {
        assertThatThrownBy(() -> TarListing.of(tar.build(), limits)).hasMessage("a.tar: " + message);
    }
}
