package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loaders never read section headers (sstrip removes them), so their content must not matter. */
class SectionHeadersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "0, 64, 5, 4",
        "1, 64, 5, 4",
        "64, 40, 65535, 65535",
        "-1, 65535, 65535, 65535",
        "4611686018427387904, 64, 0, 0",
        "1000000000, 64, 30, 29",
    })
    void garbage_in_them_changes_nothing(long offset, int size, int count, int names) throws Exception {
        for (int bits : new int[] {32, 64}) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                byte[] content = Elf.everything(ElfBuilder.of(bits, order, 62)).build();
                ElfFacts expected = Elf.facts(content);
                assertThat(Elf.facts(withSections(content, bits, order, offset, size, count, names)))
                        .isEqualTo(expected);
            }
        }
    }

    /** With a table of section headers at the end that contradicts the program headers, or is filled with ones. */
    @ParameterizedTest
    @CsvSource({"0", "1", "255"})
    void a_table_at_the_end_changes_nothing(int filler) throws Exception {
        byte[] content = Elf.everything(ElfBuilder.x86_64()).build();
        byte[] longer = Arrays.copyOf(content, content.length + 640);
        Arrays.fill(longer, content.length, longer.length, (byte) filler);
        byte[] claimed = withSections(longer, 64, ByteOrder.LITTLE_ENDIAN, content.length, 64, 10, 9);
        assertThat(Elf.facts(claimed)).isEqualTo(Elf.facts(content));
    }

    private static byte[] withSections(
            byte[] content, int bits, ByteOrder order, long offset, int size, int count, int names) {
        ByteBuffer file = ByteBuffer.wrap(content.clone()).order(order);
        if (bits == 64) {
            file.putLong(40, offset);
        } else {
            file.putInt(32, (int) offset);
        }
        int last = bits == 64 ? 64 : 52;
        file.putShort(last - 6, (short) size).putShort(last - 4, (short) count).putShort(last - 2, (short) names);
        return file.array();
    }
}
