package dev.whittle.resolve.ldcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table is written and read again: sysdeps/generic/dl-cache.h. */
class CacheBytesTest {
    private static final int X86_64 = LdCacheBuilder.X86_64;
    private static final long LEVEL = 1L << 62;
    private static final List<CacheRow> PLAIN = List.of(
            new CacheRow(X86_64, "libb.so", "/opt/libb.so", 0, 0),
            new CacheRow(3, "liba.so.1", "/opt/real/liba.so.1.2", 0, 0));
    private static final List<CacheRow> ROWS = List.of(
            new CacheRow(X86_64, "libc.so.6", "/lib/v3/libc.so.6", 0, LEVEL | 1),
            new CacheRow(X86_64, "libc.so.6", "/lib/v2/libc.so.6", 0x30000, LEVEL | 3L << 32),
            new CacheRow(X86_64, "libc.so.6", "/lib/libc.so.6", 0x60000, 5));

    @ParameterizedTest(name = "{0}, little endian {1}, generator {2}, levels {3}")
    @CsvSource({
        "NEW, true, true, true",
        "NEW, false, true, true",
        "NEW, true, true, false",
        "NEW, true, false, true",
        "NEW, false, false, false",
        "OLD, true, false, false",
        "OLD, false, false, false",
        "OLD_AND_NEW, true, false, false",
        "OLD_AND_NEW, false, false, false",
        "OLD_AND_NEW, false, true, true",
    })
    void what_is_written_is_read_again(CacheTable.Form form, boolean little, boolean generator, boolean levels) {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        CacheTable table = new CacheTable(
                form,
                order,
                form == CacheTable.Form.OLD ? 0 : little ? 2 : 3,
                levels ? ROWS : PLAIN,
                levels ? List.of("x86-64-v2", "x86-64-v3") : List.of(),
                generator ? "ldconfig (GNU libc) stable release version 2.36" : "");
        byte[] bytes = table.bytes();
        assertThat(LdCache.parse(bytes, order).flatMap(LdCache::table)).contains(table);
        ByteOrder other = little ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertThat(LdCache.parse(bytes, other)
                        .map(cache -> cache.find("libb.so").entries().size())
                        .orElse(0))
                .isZero();
    }

    @Test
    void an_entry_that_points_behind_the_levels_has_none() {
        for (int index : new int[] {2, 3, 0x7FFF_FFFF}) {
            CacheTable table = new CacheTable(
                    CacheTable.Form.NEW,
                    ByteOrder.LITTLE_ENDIAN,
                    2,
                    List.of(new CacheRow(X86_64, "libx.so", "/v/libx.so", 0, LEVEL | index)),
                    List.of("x86-64-v2", "x86-64-v3"),
                    "");
            LdCache cache =
                    LdCache.parse(table.bytes(), ByteOrder.LITTLE_ENDIAN).orElseThrow();
            assertThat(cache.find("libx.so").entries())
                    .extracting(CacheEntries.Entry::level)
                    .containsExactly("");
        }
    }

    /** As in elf/cache.c:save_cache; the loader rejects a table at another position. */
    @Test
    void extensions_stand_at_a_multiple_of_four() {
        for (String name : List.of("lib.so", "liba.so", "libab.so", "libabc.so")) {
            CacheRow row = new CacheRow(X86_64, name, "/opt/" + name, 0, 0);
            byte[] bytes = new CacheTable(
                            CacheTable.Form.NEW, ByteOrder.LITTLE_ENDIAN, 2, List.of(row), List.of("v"), "")
                    .bytes();
            int at = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(32);
            assertThat(at % 4).isZero();
            assertThat(read(bytes).levels()).containsExactly("v");
        }
    }

    /** A loader that reads the old table ignores levels: it would use an entry for a level on any processor. */
    @Test
    void the_old_table_of_both_has_no_entries_for_levels() {
        byte[] bytes = new CacheTable(
                        CacheTable.Form.OLD_AND_NEW,
                        ByteOrder.LITTLE_ENDIAN,
                        2,
                        List.of(ROWS.get(0), PLAIN.get(0), PLAIN.get(1)),
                        List.of("x86-64-v2", "x86-64-v3"),
                        "")
                .bytes();
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(12))
                .isEqualTo(2);
        assertThat(read(bytes).rows()).hasSize(3);
    }

    @Test
    void a_generator_has_a_kilobyte_at_most() {
        for (int length : new int[] {1024, 1025}) {
            CacheTable table = new CacheTable(
                    CacheTable.Form.NEW, ByteOrder.LITTLE_ENDIAN, 2, PLAIN, List.of(), "g".repeat(length));
            assertThat(read(table.bytes()).generator()).hasSize(length == 1024 ? 1024 : 0);
        }
    }

    @Test
    void a_table_of_nothing_is_a_table() {
        byte[] old = new CacheTable(CacheTable.Form.OLD, ByteOrder.LITTLE_ENDIAN, 0, List.of(), List.of(), "").bytes();
        assertThat(old).hasSize(16);
        assertThat(read(old).rows()).isEmpty();
        assertThat(LdCache.parse(Arrays.copyOf(old, 15), ByteOrder.LITTLE_ENDIAN))
                .isEmpty();
        byte[] made = new CacheTable(CacheTable.Form.NEW, ByteOrder.LITTLE_ENDIAN, 2, List.of(), List.of(), "").bytes();
        assertThat(made).hasSize(48);
        assertThat(read(made).rows()).isEmpty();
        assertThat(LdCache.parse(made, ByteOrder.LITTLE_ENDIAN)
                        .map(cache -> cache.find("libx.so").entries()))
                .isEqualTo(Optional.of(List.of()));
        assertThat(LdCache.parse(Arrays.copyOf(made, 47), ByteOrder.LITTLE_ENDIAN))
                .isEmpty();
    }

    private static CacheTable read(byte[] bytes) {
        return LdCache.parse(bytes, ByteOrder.LITTLE_ENDIAN)
                .orElseThrow()
                .table()
                .orElseThrow();
    }
}
