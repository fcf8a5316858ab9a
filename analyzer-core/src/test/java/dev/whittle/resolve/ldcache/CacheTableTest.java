package dev.whittle.resolve.ldcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 14 of glibc, for writing: a subset of a cache written as ldconfig writes it. */
class CacheTableTest {
    private static final CacheFlags FLAGS = new CacheFlags(LdCacheBuilder.X86_64, LdCacheBuilder.X86_64);

    @ParameterizedTest
    @CsvSource({"OLD, true", "OLD, false", "OLD_AND_NEW, true", "OLD_AND_NEW, false", "NEW, true", "NEW, false"})
    void what_is_left_is_found_as_before_in_every_form_and_byte_order(CacheTable.Form form, boolean little) {
        LdCacheBuilder builder = little ? LdCacheBuilder.littleEndian() : LdCacheBuilder.bigEndian();
        builder = switch (form) {
            case OLD -> builder.oldFormat();
            case OLD_AND_NEW -> builder.oldAndNewFormat();
            case NEW -> builder;
        };
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] whole = builder.entry("libz.so.10", "/opt/libz.so.10")
                .entry("libz.so.9", "/opt/libz.so.9")
                .entry("liby.so", "/elsewhere/y")
                .entry("liba.so.1", "/opt/liba.so.1")
                .build();
        byte[] cut = cut(whole, order, "libz.so.9", "liby.so", "liba.so.1");
        assertThat(cut).hasSizeLessThan(whole.length);
        assertThat(table(cut, order).form()).isEqualTo(form);
        assertThat(find(cut, order, "libz.so.9")).isEqualTo("/opt/libz.so.9");
        assertThat(find(cut, order, "liby.so")).isEqualTo("/elsewhere/y");
        assertThat(find(cut, order, "liba.so.1")).isEqualTo("/opt/liba.so.1");
        assertThat(find(cut, order, "libz.so.10")).isEmpty();
    }

    /** As glibc before 2.2 reads it: offsets from the end of its own table. */
    @Test
    void the_old_table_of_both_finds_its_strings_behind_the_new_one() {
        byte[] whole = LdCacheBuilder.littleEndian()
                .oldAndNewFormat()
                .entry("libb.so", "/opt/libb.so")
                .entry("liba.so", "/opt/liba.so")
                .build();
        for (String[] names : new String[][] {{"liba.so"}, {"liba.so", "libb.so"}}) {
            byte[] cut = cut(whole, ByteOrder.LITTLE_ENDIAN, names);
            ByteBuffer data = ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN);
            int end = 16 + 12 * data.getInt(12);
            int last = end - 12;
            assertThat(string(cut, end + data.getInt(last + 4))).isEqualTo("liba.so");
            assertThat(string(cut, end + data.getInt(last + 8))).isEqualTo("/opt/liba.so");
        }
    }

    @Test
    void levels_that_are_left_keep_their_names() {
        byte[] whole = LdCacheBuilder.littleEndian()
                .entry("libx.so", "/opt/glibc-hwcaps/x86-64-v4/libx.so", "x86-64-v4")
                .entry("libx.so", "/opt/glibc-hwcaps/x86-64-v3/libx.so", "x86-64-v3")
                .entry("libx.so", "/opt/libx.so")
                .build();
        CacheTable all = table(whole, ByteOrder.LITTLE_ENDIAN);
        Set<CacheRow> wanted = new HashSet<>(all.rows().subList(1, 3));
        byte[] cut = all.with(wanted).bytes();
        assertThat(table(cut, ByteOrder.LITTLE_ENDIAN).levels()).containsExactly("x86-64-v3");
        assertThat(find(cut, ByteOrder.LITTLE_ENDIAN, "libx.so", "x86-64-v4", "x86-64-v3"))
                .isEqualTo("/opt/glibc-hwcaps/x86-64-v3/libx.so");
        assertThat(find(cut, ByteOrder.LITTLE_ENDIAN, "libx.so")).isEqualTo("/opt/libx.so");
        byte[] plain = all.with(Set.of(all.rows().get(2))).bytes();
        assertThat(table(plain, ByteOrder.LITTLE_ENDIAN).levels()).isEmpty();
    }

    @Test
    void a_table_in_the_wrong_order_is_put_right() {
        byte[] whole = LdCacheBuilder.littleEndian()
                .entry("liba.so", "/opt/liba.so")
                .entry("libc.so", "/opt/libc.so")
                .entry("libb.so.9", "/opt/libb.so.9")
                .entry("libb.so.10", "/opt/libb.so.10")
                .build();
        byte[] cut = cut(whole, ByteOrder.LITTLE_ENDIAN, "liba.so", "libc.so", "libb.so.9", "libb.so.10");
        assertThat(table(cut, ByteOrder.LITTLE_ENDIAN).rows())
                .extracting(CacheRow::name)
                .containsExactly("libc.so", "libb.so.10", "libb.so.9", "liba.so");
    }

    @Test
    void nothing_left_is_a_table_all_the_same() {
        byte[] whole =
                LdCacheBuilder.littleEndian().entry("liba.so", "/opt/liba.so").build();
        assertThat(table(cut(whole, ByteOrder.LITTLE_ENDIAN), ByteOrder.LITTLE_ENDIAN)
                        .rows())
                .isEmpty();
    }

    @Test
    void entries_that_would_take_far_more_room_than_the_file_are_no_table() {
        LdCacheBuilder builder = LdCacheBuilder.littleEndian().entry("liba.so", "/" + "a".repeat(4000));
        for (int i = 0; i < 10_000; i++) {
            builder.entryAtOffset(0, "/" + "b".repeat(3400));
        }
        Optional<LdCache> cache = LdCache.parse(builder.build(), ByteOrder.LITTLE_ENDIAN);
        assertThat(cache).isPresent();
        assertThat(cache.get().table()).isEmpty();
    }

    private static byte[] cut(byte[] whole, ByteOrder order, String... names) {
        CacheTable table = table(whole, order);
        return table.with(table.rows().stream()
                        .filter(row -> Arrays.asList(names).contains(row.name()))
                        .collect(Collectors.toSet()))
                .bytes();
    }

    private static CacheTable table(byte[] content, ByteOrder order) {
        return LdCache.parse(content, order).orElseThrow().table().orElseThrow();
    }

    private static String find(byte[] content, ByteOrder order, String name, String... levels) {
        return LdCache.parse(content, order)
                .orElseThrow()
                .find(name)
                .best(FLAGS, List.of(levels), LegacyHwcaps.NONE)
                .orElse("");
    }

    private static String string(byte[] content, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; content[i] != 0; i++) {
            text.append((char) content[i]);
        }
        return text.toString();
    }
}
