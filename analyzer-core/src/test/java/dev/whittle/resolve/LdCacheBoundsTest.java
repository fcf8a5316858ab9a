package dev.whittle.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 14 of glibc: where a table in ld.so.cache ends, and where Whittle's patience with one does. */
class LdCacheBoundsTest {
    private static final int HEADER = 48;
    private static final int ENTRY = 24;
    private static final long LEVEL = 1L << 62;
    private static final LoaderCache.Row ROW =
            new LoaderCache.Row(LdCacheBuilder.X86_64, "libx.so", "/opt/libx.so", 0, 0);

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

    /** Of a path that long no file can be opened. */
    @ParameterizedTest
    @CsvSource({"4095, 1", "4096, 0"})
    void rule_14_a_path_that_is_none_is_no_entry(int length, int entries) {
        LoaderCache.Row row = path("/" + "p".repeat(length - 1));
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

    /** Entries that share a string of 4095 characters, and a name of one. */
    @ParameterizedTest
    @CsvSource({"8192, true", "8193, false"})
    void a_table_of_more_than_32_MiB_of_text_is_not_written_anew(int rows, boolean written) {
        LoaderCache.Row row = new LoaderCache.Row(LdCacheBuilder.X86_64, "x", "/" + "p".repeat(4094), 0, 0);
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

    @ParameterizedTest
    @ValueSource(ints = {64, 65})
    void the_sixty_fourth_extension_is_the_last(int sections) {
        byte[] content = withSections(sections, sections, 0);
        assertThat(level(content)).isEqualTo(sections == 64 ? "x86-64-v2" : "");
    }

    /** elf/dl-cache.c:cache_extension_load lets a later section take the place of an earlier one. */
    @Test
    void rule_14_of_two_lists_of_levels_the_last_holds() {
        byte[] content = withSections(2, 1, 2);
        assertThat(level(content)).isEqualTo("x86-64-v3");
    }

    @Test
    void rule_14_an_extension_needs_all_its_sections_and_its_own_magic() {
        byte[] content = withSections(2, 1, 0);
        int at = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(32);
        assertThat(level(content)).isEqualTo("x86-64-v2");
        assertThat(level(with(content, at, 0xEAA42175))).isEmpty();
        assertThat(level(with(content, at + 4, 0))).as("no sections").isEmpty();
        assertThat(level(with(content, 32, 0))).as("no extension").isEmpty();
        assertThat(level(with(content, 32, content.length - 7)))
                .as("behind the end")
                .isEmpty();
        assertThat(level(with(content, 32, -1))).as("far behind the end").isEmpty();
        assertThat(level(with(content, at + 4, -1)))
                .as("more than there is room for")
                .isEqualTo("x86-64-v2");
    }

    /** The extension stands at the very end, after the lists that its sections name. */
    @ParameterizedTest
    @CsvSource({"0, x86-64-v2", "1, ''"})
    void rule_14_a_section_that_is_cut_off_is_none(int missing, String level) {
        byte[] content = withSections(1, 1, 0);
        assertThat(level(Arrays.copyOf(content, content.length - missing))).isEqualTo(level);
    }

    private static String level(byte[] content) {
        return parse(content).orElseThrow().find("libx.so").entries().get(0).level();
    }

    private static byte[] with(byte[] content, int at, int value) {
        byte[] changed = content.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    /**
     * An entry for the first of the levels, strings, two lists of one level each, and at the very end an extension.
     *
     * @param v2 which of the sections, counted from one, names the list with x86-64-v2
     * @param v3 the same for the list with x86-64-v3
     */
    private static byte[] withSections(int sections, int v2, int v3) {
        byte[] strings = RawText.bytes("libx.so\0/libx.so\0x86-64-v2\0x86-64-v3\0\0\0\0");
        int stringsAt = HEADER + ENTRY;
        int listsAt = stringsAt + strings.length;
        int extensionAt = listsAt + 8;
        ByteBuffer out = ByteBuffer.allocate(extensionAt + 8 + 16 * sections).order(ByteOrder.LITTLE_ENDIAN);
        out.put(RawText.bytes("glibc-ld.so.cache1.1"))
                .putInt(1)
                .putInt(strings.length)
                .putInt(2);
        out.putInt(extensionAt).position(HEADER);
        out.putInt(LdCacheBuilder.X86_64)
                .putInt(stringsAt)
                .putInt(stringsAt + 8)
                .putInt(0)
                .putLong(LEVEL);
        out.put(strings).putInt(stringsAt + 17).putInt(stringsAt + 27);
        out.putInt(0xEAA42174).putInt(sections);
        for (int i = 1; i <= sections; i++) {
            boolean levels = i == v2 || i == v3;
            out.putInt(levels ? 1 : 77)
                    .putInt(0)
                    .putInt(i == v3 ? listsAt + 4 : listsAt)
                    .putInt(4);
        }
        return out.array();
    }

    private static LoaderCache.Row path(String path) {
        return new LoaderCache.Row(LdCacheBuilder.X86_64, "libx.so", path, 0, 0);
    }

    private static CacheTable table(CacheTable.Form form, List<LoaderCache.Row> rows) {
        int endian = form == CacheTable.Form.OLD ? 0 : 2;
        return new CacheTable(form, ByteOrder.LITTLE_ENDIAN, endian, rows, List.of(), "");
    }

    private static Optional<LdCache> parse(byte[] content) {
        return LdCache.parse(content, ByteOrder.LITTLE_ENDIAN);
    }
}
