package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.TarBuilder;
import dev.whittle.testdata.TarBuilder.Header;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers in every form that writers use, and both kinds of checksums. */
class TarNumbersTest {
    /** The number above is Linux' value for "none". */
    private static final long MAX = 4_294_967_294L;

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("zeros before, a NUL behind", header().field(108, 8, "0000765\0"), "501:0 @0"),
                Arguments.of("blanks before and behind", header().field(108, 8, "   765 \0"), "501:0 @0"),
                Arguments.of("the whole field", header().field(108, 8, "00000765"), "501:0 @0"),
                Arguments.of("a NUL before", header().field(108, 8, "\000765"), "501:0 @0"),
                Arguments.of("nothing but blanks", header().field(108, 8, " ".repeat(8)), "0:0 @0"),
                Arguments.of("nothing but NULs", header().field(108, 8, ""), "0:0 @0"),
                Arguments.of("nothing in two fields", header().field(108, 8, "").field(116, 8, ""), "0:0 @0"),
                Arguments.of(
                        "NULs behind and in the next field",
                        header().field(108, 8, "7").field(116, 8, "").field(124, 12, ""),
                        "7:0 @0"),
                Arguments.of(
                        "the highest owners",
                        header().binary(108, 8, MAX).binary(116, 8, MAX),
                        MAX + ":" + MAX + " @0"),
                Arguments.of("the last time", header().binary(136, 12, Long.MAX_VALUE / 1000), "0:0 @9223372036854775"),
                Arguments.of(
                        "the first time", header().binary(136, 12, -Long.MAX_VALUE / 1000), "0:0 @-9223372036854775"),
                Arguments.of("base 256", header().binary(108, 8, 4_294_967_294L), "4294967294:0 @0"),
                Arguments.of("base 256 of a small number", header().binary(116, 8, 1), "0:1 @0"),
                Arguments.of("a time before 1970", header().binary(136, 12, -86400), "0:0 @-86400"),
                Arguments.of("a time of 34 bits", header().binary(136, 12, 1L << 34), "0:0 @17179869184"),
                Arguments.of("all twelve digits", header().field(136, 12, "777777777777"), "0:0 @68719476735"),
                Arguments.of("a checksum of signed bytes", new Header("\u00ff").signedChecksum(), "0:0 @0"),
                Arguments.of(
                        "a checksum of signed bytes in base 256",
                        new Header("\u00ff").checksum("\u0080\0\0\0\0\0" + signedSum(new Header("\u00ff"))),
                        "0:0 @0"),
                Arguments.of("a checksum with blanks", header().checksum("  " + sum(header()) + "\0 "), "0:0 @0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void are_read(String subject, Header header, String line) throws Exception {
        assertThat(TarListing.of(new TarBuilder().add(header).build()))
                .singleElement()
                .asString()
                .startsWith("file 644 " + line + " ");
    }

    private static Header header() {
        return new Header("f");
    }

    /** The last two bytes of the sum, with the field's own counted as blanks. */
    private static String signedSum(Header header) {
        byte[] block = new TarBuilder().add(header).build();
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? 0 : block[i];
        }
        return "" + (char) (sum >> 8 & 0xFF) + (char) (sum & 0xFF);
    }

    private static String sum(Header header) {
        String digits = new String(new TarBuilder().add(header).build(), 148, 6, StandardCharsets.ISO_8859_1);
        return digits.replaceFirst("^0+", "");
    }
}
