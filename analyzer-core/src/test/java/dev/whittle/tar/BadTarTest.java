package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.RawText;
import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault has one message, with its position. */
class BadTarTest {
    static Stream<Arguments> archives() {
        TarBuilder file = new TarBuilder().file("f", "x".repeat(600));
        return Stream.of(
                bad("an empty file", new byte[0], "not a tar: it is empty (at offset 0)"),
                bad("a short file", new byte[100], "not a tar (at offset 0)"),
                bad("zeros", new byte[10752], "not a tar: it begins with zeros (at offset 0)"),
                bad("text", RawText.bytes("text".repeat(1000)), "not a tar (at offset 0)"),
                bad(
                        "half a header",
                        Arrays.copyOf(file.build(), 1536 + 100),
                        "cut short: a header is missing (at offset 1536)"),
                bad(
                        "content cut",
                        Arrays.copyOf(file.build(), 1000),
                        "cut short: 600 bytes announced, 488 left (at offset 512)"),
                bad(
                        "padding cut",
                        Arrays.copyOf(file.build(), 1200),
                        "cut short: the last block is not whole (at offset 1200)"),
                bad(
                        "garbage after an entry",
                        new TarBuilder().file("f", "").raw("x".repeat(600)),
                        "no tar header where one should be (at offset 512)"),
                bad("a wrong checksum", one(new Header("f").checksum("000000\0 ")), "not a tar (at offset 0)"),
                bad("a checksum that is none", one(new Header("f").checksum("zzzzzz\0 ")), "not a tar (at offset 0)"),
                bad(
                        "a size that is none",
                        one(new Header("f").field(124, 12, "12x")),
                        "malformed size (at offset 124)"),
                bad(
                        "a mode that is none",
                        one(new Header("f").field(100, 8, "-644")),
                        "malformed mode (at offset 100)"),
                bad(
                        "a long name's size that is none",
                        new TarBuilder()
                                .file("f", "")
                                .add(new Header("L").type('L').field(124, 12, "x")),
                        "malformed size (at offset 636)"),
                bad("a negative size", one(new Header("f").binary(124, 12, -1)), "negative size (at offset 512)"),
                bad(
                        "a huge size",
                        one(new Header("f").binary(124, 12, Long.MAX_VALUE)),
                        "cut short: 9223372036854775807 bytes announced, 1024 left (at offset 512)"),
                bad(
                        "a pax size of 63 bits",
                        new TarBuilder().pax("size", "9223372036854775807").file("f", ""),
                        "cut short: 9223372036854775807 bytes announced, 1024 left (at offset 1536)"),
                bad(
                        "a pax size of 64 bits",
                        new TarBuilder().pax("size", "9223372036854775808").file("f", ""),
                        "malformed pax record size (at offset 1024)"),
                bad(
                        "a size of more than 64 bits",
                        one(new Header("f").field(124, 12, "\u0080\0\0\1" + "\0".repeat(8))),
                        "malformed size (at offset 124)"),
                bad(
                        "a negative owner",
                        one(new Header("f").binary(108, 8, -2)),
                        "owner out of range: -2:0 (at offset 0)"),
                bad(
                        "an owner of 33 bits",
                        new TarBuilder().pax("gid", "4294967295").file("f", ""),
                        "owner out of range: 0:4294967295 (at offset 1024)"),
                bad(
                        "a time beyond all",
                        one(new Header("f").binary(136, 12, Long.MIN_VALUE)),
                        "time out of range: -9223372036854775808 (at offset 0)"),
                bad(
                        "a device of nowhere",
                        one(new Header("f").type('3').binary(329, 8, -1)),
                        "device number out of range: -1 (at offset 0)"),
                bad("an unknown type", one(new Header("f").type('Q')), "unknown type 'Q' of f (at offset 0)"),
                bad("a second volume", one(new Header("f").type('M')), "begins in another volume: f (at offset 0)"),
                bad("a link to nothing", one(new Header("l").type('2')), "a link without a target: l (at offset 0)"),
                bad("a pax length too large", pax("99 path=a\n"), "malformed pax header (at offset 512)"),
                bad("a pax length too small", pax("3 path=a\n"), "malformed pax header (at offset 512)"),
                bad("a pax length smaller than itself", pax("1 path=a\n"), "malformed pax header (at offset 512)"),
                bad("a pax length and no more", pax("12"), "malformed pax header (at offset 512)"),
                bad("a pax record behind zeros", pax("\0\0" + "9 path=a\n"), "malformed pax header (at offset 512)"),
                bad("a pax length that is none", pax("x path=a\n"), "malformed pax header (at offset 512)"),
                bad("a pax length beyond 32 bits", pax("4294967306 path=a\n"), "malformed pax header (at offset 512)"),
                bad("a pax record without a key", pax("8 =abcd\n"), "malformed pax header (at offset 512)"),
                bad("a pax record without an end", pax("10 path=ab"), "malformed pax header (at offset 512)"),
                bad(
                        "a pax size that is none",
                        new TarBuilder().pax("size", "-1").file("f", ""),
                        "malformed pax record size (at offset 1024)"),
                bad(
                        "a pax time that is none",
                        new TarBuilder().pax("mtime", "-").file("f", ""),
                        "malformed pax record mtime (at offset 1024)"),
                bad(
                        "a pax path with a NUL",
                        new TarBuilder().pax("path", "a\0b").file("f", ""),
                        "malformed pax record path (at offset 1024)"),
                bad(
                        "a pax path of a NUL",
                        new TarBuilder().pax("path", "\0").file("f", ""),
                        "malformed pax record path (at offset 1024)"),
                bad(
                        "a pax owner of other signs",
                        new TarBuilder().pax("uid", "1:").file("f", ""),
                        "malformed pax record uid (at offset 1024)"),
                bad(
                        "pax and then the end",
                        new TarBuilder().pax("path", "a"),
                        "ends after a header that announces an entry (at offset 1024)"),
                bad(
                        "pax and then nothing",
                        new TarBuilder().pax("path", "a").buildWithoutEnd(),
                        "cut short: a header is missing (at offset 1024)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void is_told(String subject, byte[] tar, String message) {
        assertThatThrownBy(() -> TarListing.of(tar))
                .isInstanceOf(BadArchiveException.class)
                .hasMessage("a.tar: " + message);
    }

    private static Arguments bad(String subject, byte[] tar, String message) {
        return Arguments.of(subject, tar, message);
    }

    private static Arguments bad(String subject, TarBuilder tar, String message) {
        return bad(subject, tar.build(), message);
    }

    private static byte[] one(Header header) {
        return new TarBuilder().add(header).build();
    }

    private static TarBuilder pax(String body) {
        return new TarBuilder().add(new Header("x").type('x').content(body)).file("f", "");
    }
}
