package dev.whittle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.ByteSource;
import dev.whittle.testdata.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that a file imports: the symbols of section 0 (gabi 4, "Symbol Table"). */
class ImportsTest {
    @ParameterizedTest
    @CsvSource({"64, LITTLE", "64, BIG", "32, LITTLE", "32, BIG"})
    void are_the_undefined_symbols(int bits, String order) throws Exception {
        ByteOrder byteOrder = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] file = ElfBuilder.of(bits, byteOrder, 62)
                .imports("first")
                .exports("own")
                .imports("caf\u00e9", "last")
                .build();
        assertThat(imports(file)).containsExactly("first", "caf\u00e9", "last");
    }

    @Test
    void a_file_without_symbols_takes_nothing() throws Exception {
        assertThat(imports(ElfBuilder.x86_64().build())).isEmpty();
        assertThat(imports(ElfBuilder.x86_64().withoutDynamic().build())).isEmpty();
    }

    @Test
    void a_symbol_without_a_name_or_with_one_outside_the_strings_is_left_out() throws Exception {
        byte[] content = ElfBuilder.x86_64().imports("a", "b", "c").build();
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int symbols = new String(content, StandardCharsets.ISO_8859_1).indexOf("\0a\0b\0c") - 4 * 24;
        file.putInt(symbols + 24, 0);
        file.putInt(symbols + 48, 1 << 20);
        assertThat(imports(content)).containsExactly("c");
    }

    private static Set<String> imports(byte[] file) throws Exception {
        return ElfReader.imports("file", ByteSource.of(file));
    }
}
