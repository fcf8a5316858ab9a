package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal byte for byte to the output of commons-compress, whose numbers follow GNU tar. */
class HeaderBuilderTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                7,
                8,
                511,
                0x1FFFFF,
                0x200000,
                0xFFFFFFFFL,
                (1L << 33) - 1,
                1L << 33,
                1L << 40,
                (1L << 52) - 1
            })
    void numbers_are_as_the_other_writer_has_them(long number) throws IOException {
        for (String name : new String[] {"a", "usr/bin/x", "\u00ff\u00e9/x"}) {
            TarMeta meta = new TarMeta(04755, number, number, number, Map.of());
            TarArchiveEntry other = new TarArchiveEntry(name, (byte) '0');
            other.setMode(04755);
            other.setUserId(number);
            other.setGroupId(number);
            other.setModTime(number * 1000);
            other.setSize(number);
            other.setLinkName("t\u00ff");
            byte[] expected = new byte[512];
            other.writeEntryHeader(expected, ZipEncodingHelper.getZipEncoding("ISO-8859-1"), true);
            assertThat(new HeaderBuilder(name, '0', meta)
                            .size(number)
                            .link("t\u00ff")
                            .build())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -86_400, -(1L << 40)})
    void times_before_1970_too(long time) throws IOException {
        TarArchiveEntry other = new TarArchiveEntry("d/", (byte) '5');
        other.setMode(0755);
        other.setModTime(time * 1000);
        byte[] expected = new byte[512];
        other.writeEntryHeader(expected, ZipEncodingHelper.getZipEncoding("ISO-8859-1"), true);
        assertThat(new HeaderBuilder("d/", '5', new TarMeta(0755, 0, 0, time, Map.of())).build())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 4000})
    void long_names_are_cut(int length) throws IOException {
        byte[] header = new HeaderBuilder("n".repeat(length), '2', new TarMeta(0777, 0, 0, 0, Map.of()))
                .link("t".repeat(length))
                .build();
        TarBytes.Header built = TarBytes.headers(join(header)).get(0);
        assertThat(built.name()).isEqualTo("n".repeat(Math.min(length, 100)));
        assertThat(built.linkName()).isEqualTo("t".repeat(Math.min(length, 100)));
    }

    @Test
    void an_owner_of_more_than_56_bits_is_refused() {
        assertThatThrownBy(() -> new HeaderBuilder("x", '0', new TarMeta(0, 1L << 56, 0, 0, Map.of())))
                .isInstanceOf(IOException.class)
                .hasMessage("the number 72057594037927936 does not fit into a tar header");
    }

    private static byte[] join(byte[] header) {
        byte[] whole = new byte[3 * 512];
        System.arraycopy(header, 0, whole, 0, 512);
        return whole;
    }
}
