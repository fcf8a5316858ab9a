package dev.whittle.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UstarCheckTest {
    @Test
    void what_the_writer_writes_passes() throws Exception {
        UstarCheck.check("x", ByteSource.of(TarWriterProbe.archive()));
    }

    /** The reader accepts such an archive as one from before POSIX. */
    @Test
    void a_header_without_magic_is_seen_though_the_reader_takes_it() throws Exception {
        byte[] archive = TarWriterProbe.archive();
        Arrays.fill(archive, 257, 265, (byte) 0);
        checksum(archive, 0);
        assertThat(TarListing.of(archive)).isNotEmpty();
        assertThatThrownBy(() -> UstarCheck.check("x", ByteSource.of(archive)))
                .isInstanceOf(BadArchiveException.class)
                .hasMessageContaining("without the magic of ustar");
    }

    @Test
    void the_name_of_an_owner_is_seen() throws Exception {
        byte[] archive = TarWriterProbe.archive();
        archive[265] = 'r';
        checksum(archive, 0);
        assertThatThrownBy(() -> UstarCheck.check("x", ByteSource.of(archive)))
                .hasMessageContaining("the name of an owner");
    }

    /** Of all bytes of the headers, the content and the end, only those of the content may change. */
    @Test
    void a_changed_byte_of_a_header_is_seen() throws Exception {
        byte[] archive = TarWriterProbe.archive();
        int seen = 0;
        for (int i = 0; i < archive.length; i++) {
            byte[] changed = archive.clone();
            changed[i] ^= 1;
            try {
                UstarCheck.check("x", ByteSource.of(changed));
            } catch (BadArchiveException e) {
                seen++;
            }
        }
        // The body of the pax header and of the file, a block each.
        assertThat(archive.length - seen).isEqualTo(2 * 512);
    }

    @Test
    void what_is_cut_or_goes_on_is_seen() throws Exception {
        byte[] archive = TarWriterProbe.archive();
        for (int length : new int[] {0, 511, 512, archive.length - 1024, archive.length - 512, archive.length - 1}) {
            assertThatThrownBy(() -> UstarCheck.check("x", ByteSource.of(Arrays.copyOf(archive, length))))
                    .isInstanceOf(BadArchiveException.class);
        }
        assertThatThrownBy(() -> UstarCheck.check("x", ByteSource.of(Arrays.copyOf(archive, archive.length + 512))))
                .hasMessageContaining("two blocks of zeros and nothing else");
    }

    private static void checksum(byte[] archive, int at) {
        Arrays.fill(archive, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[at + i] & 0xFF;
        }
        byte[] digits = String.format(java.util.Locale.ROOT, "%06o\0 ", sum)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, archive, at + 148, 8);
    }
}
