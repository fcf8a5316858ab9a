package dev.whittle.resolve.ldcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.rootfs.Walk;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 14 of glibc: limits of a table in ld.so.cache, and Whittle's own limits. */
class LdCacheBoundsTest {
    private static final int HEADER = 48;
    private static final int ENTRY = 24;
    private static final CacheRow ROW = new CacheRow(LdCacheBuilder.X86_64, "libx.so", "/opt/libx.so", 0, 0);

    @ParameterizedTest
    @CsvSource({"NEW, 96", "OLD, 40", "OLD_AND_NEW, 136"})
    void rule_14_a_table_needs_all_its_entries_and_no_string(CacheTable.Form form, int size) {
        byte[] whole = table(form, Collections.nCopies(2, ROW)).bytes();
        Optional<LdCache> shortest = parse(Arrays.copyOf(whole, size));
        assertThat(shortest).isPresent();
        assertThat(shortest.get().find("libx.so").entries()).isEmpty();
        assertThat(shortest.get().table()).map(CacheTable::rows).contains(List.of());
        assertThat(parse(Arrays.copyOf(whole, size - 1))
                        .map(cache -> cache.find("libx.so").entries().size()))
                .isNotEqualTo(Optional.of(2));
        if (form != CacheTable.Form.OLD_AND_NEW) {
            assertThat(parse(Arrays.copyOf(whole, size - 1))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(CacheTable.Form.class)
    void rule_14_a_string_needs_its_end(CacheTable.Form form) {
        byte[] whole = table(form, List.of(ROW)).bytes();
        assertThat(parse(whole).orElseThrow().find("libx.so").entries()).hasSize(1);
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        assertThat(parse(cut).orElseThrow().find("libx.so").entries()).isEmpty();
        assertThat(parse(cut).orElseThrow().table()).map(CacheTable::rows).contains(List.of());
    }

    /** No file with such a long path can be opened. */
    @ParameterizedTest
    @CsvSource({"4095, 1", "4096, 0"})
    void rule_14_a_path_that_is_none_is_no_entry(int length, int entries) {
        CacheRow row = path("/" + "p".repeat(length - 1));
        LdCache cache = parse(table(CacheTable.Form.NEW, List.of(row)).bytes()).orElseThrow();
        assertThat(length).isBetween(Walk.MAX_PATH - 1, Walk.MAX_PATH);
        assertThat(cache.find("libx.so").entries()).hasSize(entries);
        assertThat(cache.table().orElseThrow().rows()).hasSize(entries);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "1024, 1024, 0", "1025, 1024, 0", "3000, 1024, 475"})
    void of_a_name_that_stands_there_thousands_of_times_a_thousand_are_looked_at(int times, int looked, int first) {
        LdCacheBuilder builder = LdCacheBuilder.littleEndian();
        for (int i = 0; i < times; i++) {
            builder.entry("libx.so", "/" + i);
        }
        List<CacheEntries.Entry> entries =
                parse(builder.build()).orElseThrow().find("libx.so").entries();
        assertThat(entries).hasSize(looked);
        assertThat(entries.get(0).path()).isEqualTo("/" + first);
        assertThat(entries.get(looked - 1).path()).isEqualTo("/" + (first + looked - 1));
    }

    @ParameterizedTest
    @CsvSource({"200000, true", "200001, false"})
    void a_table_of_more_rows_than_any_distribution_has_is_not_written_anew(int rows, boolean written) {
        byte[] whole =
                table(CacheTable.Form.OLD, Collections.nCopies(rows, ROW)).bytes();
        assertThat(parse(whole).orElseThrow().table().isPresent()).isEqualTo(written);
    }

    /** Entries that share a string of 4095 characters, and a name. */
    @ParameterizedTest
    @CsvSource({"8192, true", "8193, false"})
    void a_table_of_more_than_32_MiB_of_text_is_not_written_anew(int rows, boolean written) {
        CacheRow row = new CacheRow(LdCacheBuilder.X86_64, "x", "/" + "p".repeat(4094), 0, 0);
        byte[] whole =
                table(CacheTable.Form.NEW, Collections.nCopies(rows, row)).bytes();
        assertThat(parse(whole).orElseThrow().table().isPresent()).isEqualTo(written);
    }

    @Test
    void a_row_that_points_out_of_the_table_is_not_written_anew() {
        byte[] whole = table(CacheTable.Form.NEW, List.of(ROW, ROW, ROW)).bytes();
        ByteBuffer data = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(HEADER + 4, whole.length);
        data.putInt(HEADER + ENTRY + 8, -1);
        assertThat(parse(whole).orElseThrow().table().orElseThrow().rows()).containsExactly(ROW);
    }

    /** What follows the last entry is text, even if it looks like another entry. */
    @Test
    void rule_14_the_header_says_how_many_entries_there_are() {
        byte[] whole = LdCacheBuilder.littleEndian()
                .count(1)
                .entry("libx.so", "/a/libx.so")
                .entry("libx.so", "/b/libx.so")
                .build();
        assertThat(parse(whole).orElseThrow().find("libx.so").entries())
                .extracting(CacheEntries.Entry::path)
                .containsExactly("/a/libx.so");
    }

    private static CacheRow path(String path) {
        return new CacheRow(LdCacheBuilder.X86_64, "libx.so", path, 0, 0);
    }

    private static CacheTable table(CacheTable.Form form, List<CacheRow> rows) {
        int endian = form == CacheTable.Form.OLD ? 0 : 2;
        return new CacheTable(form, ByteOrder.LITTLE_ENDIAN, endian, rows, List.of(), "");
    }

    private static Optional<LdCache> parse(byte[] content) {
        return LdCache.parse(content, ByteOrder.LITTLE_ENDIAN);
    }
}
