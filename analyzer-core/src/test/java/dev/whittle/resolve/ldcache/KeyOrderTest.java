package dev.whittle.resolve.ldcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** elf/dl-cache.c:_dl_cache_libcmp: runs of digits compare as numbers, and sort after everything else. */
class KeyOrderTest {
    @ParameterizedTest
    @CsvSource({
        "liba.so, liba.so, 0",
        "liba.so, libb.so, -1",
        "liba.so, liba.so.1, -1",
        "lib.so.9, lib.so.10, -1",
        "lib.so.2, lib.so.10, -1",
        "lib.so.9.9, lib.so.10.1, -1",
        "lib.so.1.2, lib.so.1.10, -1",
        "lib.so.1.2, lib.so.2.1, -1",
        "lib.so.007, lib.so.7, 0",
        "lib.so.0, lib.so.000, 0",
        "lib.so.007.1, lib.so.7.2, -1",
        "liba.so, lib1.so, -1",
        "lib/, lib0, -1",
        "lib:, lib0, -1",
        "lib:, lib9, -1",
        "lib/, lib9, -1",
        "lib/, lib:, -1",
        "'', a, -1",
        "'', 1, -1",
        "'', '', 0",
    })
    void names_are_in_the_order_of_the_loader(String a, String b, int order) {
        assertThat(sign(KeyOrder.compare(a, b))).isEqualTo(order);
        assertThat(sign(KeyOrder.compare(b, a))).isEqualTo(-order);
        assertThat(sign(compare(a, b + "\0"))).isEqualTo(order);
        assertThat(sign(compare(b, a + "\0"))).isEqualTo(-order);
    }

    /** The loader's int overflows, so that its comparison is not a total order. */
    @Test
    void numbers_of_any_length_are_in_order_when_a_table_is_written() {
        String nines = "lib.so." + "9".repeat(30);
        String more = "lib.so.1" + "0".repeat(30);
        assertThat(sign(KeyOrder.compare(nines, more))).isEqualTo(-1);
        assertThat(sign(KeyOrder.compare(more, nines))).isEqualTo(1);
        assertThat(sign(KeyOrder.compare("lib.so.4294967297", "lib.so.1"))).isEqualTo(1);
        assertThat(sign(compare("lib.so.4294967297", "lib.so.1\0"))).isZero();
    }

    @Test
    void a_key_begins_anywhere_in_the_table() {
        ByteBuffer keys = ByteBuffer.wrap(RawText.bytes("libz.so\0lib1.so\0liba.so\0"));
        assertThat(KeyOrder.compare("lib1.so", keys, 8)).hasValue(0);
        assertThat(KeyOrder.compare("liba.so", keys, 16)).hasValue(0);
        assertThat(KeyOrder.compare("so", keys, 5)).hasValue(0);
    }

    /** A name that differs before an unterminated end can still be compared: the loader reads no further. */
    @ParameterizedTest
    @CsvSource({"liba, liba", "liba.so, liba", "lib1, lib1", "lib1.so, lib1", "'', ''", "lib12, lib1"})
    void a_key_that_runs_out_of_the_table_compares_with_nothing(String name, String key) {
        assertThat(compare(name, key)).isEmpty();
        assertThat(sign(compare("libZ", "liba"))).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256})
    void a_number_longer_than_any_file_name_compares_with_nothing(int digits) {
        OptionalInt order = compare("lib0", "lib" + "0".repeat(digits) + "\0");
        assertThat(order).isEqualTo(digits == 255 ? OptionalInt.of(0) : OptionalInt.empty());
    }

    @Test
    void bytes_are_unsigned_in_the_table() {
        assertThat(sign(compare("lib\u00ff", "liba\0"))).isEqualTo(1);
        assertThat(compare("lib\u00ff", "lib\u00ff\0")).hasValue(0);
    }

    private static OptionalInt compare(String name, String key) {
        return KeyOrder.compare(name, ByteBuffer.wrap(RawText.bytes(key)), 0);
    }

    private static int sign(OptionalInt order) {
        return sign(order.orElseThrow());
    }

    private static int sign(int order) {
        return Integer.signum(order);
    }
}
