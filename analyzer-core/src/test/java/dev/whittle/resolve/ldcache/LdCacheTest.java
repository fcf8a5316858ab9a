package dev.whittle.resolve.ldcache;

import static dev.whittle.testdata.LdCacheBuilder.X86_64;
import static dev.whittle.testdata.LdCacheBuilder.bigEndian;
import static dev.whittle.testdata.LdCacheBuilder.littleEndian;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 14 of glibc: the format of ld.so.cache and how it is searched. */
class LdCacheTest {
    private static final CacheFlags ONLY_X86_64 = new CacheFlags(X86_64, X86_64);
    private static final List<String> BASE = List.of();

    static Stream<UnaryOperator<LdCacheBuilder>> forms() {
        return Stream.of(b -> b, LdCacheBuilder::oldFormat, LdCacheBuilder::oldAndNewFormat);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void rule_14_each_of_the_three_forms_is_read_in_both_byte_orders(UnaryOperator<LdCacheBuilder> form) {
        for (LdCacheBuilder builder : List.of(littleEndian(), bigEndian())) {
            byte[] content = form.apply(builder)
                    .entry("libz.so.1", "/lib/libz.so.1")
                    .entry("liby.so", "/lib/liby.so")
                    .entry("liba.so.2", "/opt/liba.so.2")
                    .build();
            boolean big = lookup(content, ByteOrder.BIG_ENDIAN, "liba.so.2").isPresent();
            ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            assertThat(lookup(content, order, "libz.so.1")).contains("/lib/libz.so.1");
            assertThat(lookup(content, order, "liby.so")).contains("/lib/liby.so");
            assertThat(lookup(content, order, "liba.so.2")).contains("/opt/liba.so.2");
            assertThat(lookup(content, order, "liba.so")).isEmpty();
            assertThat(lookup(content, order, "libz.so.1.2")).isEmpty();
        }
    }

    @Test
    void rule_14_where_both_tables_are_the_new_one_counts() {
        // The old table has no hwcaps: a result for a level can only be from the new one.
        byte[] content = littleEndian()
                .oldAndNewFormat()
                .entry("libx.so", "/lib/v2/libx.so", "x86-64-v2")
                .entry("libx.so", "/lib/libx.so")
                .build();
        LdCache cache = LdCache.parse(content, ByteOrder.LITTLE_ENDIAN).orElseThrow();
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, BASE)).contains("/lib/libx.so");
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, List.of("x86-64-v2"))).contains("/lib/v2/libx.so");
    }

    @Test
    void rule_14_the_flags_must_match_the_abi() {
        byte[] content = littleEndian()
                .entry(0x0803, "libx.so", "/libx32/libx.so")
                .entry(X86_64, "libx.so", "/lib64/libx.so")
                .entry(0x0003, "libx.so", "/lib/libx.so")
                .build();
        LdCache cache = LdCache.parse(content, ByteOrder.LITTLE_ENDIAN).orElseThrow();
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, BASE)).contains("/lib64/libx.so");
        assertThat(lookup(cache, "libx.so", new CacheFlags(0x0803, 0x0803), BASE))
                .contains("/libx32/libx.so");
        assertThat(lookup(cache, "libx.so", new CacheFlags(3, 1), BASE)).contains("/lib/libx.so");
        assertThat(lookup(cache, "libx.so", new CacheFlags(0x0a03, 0x0a03), BASE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "libfoo.so.10, libfoo.so.9, 1",
        "libfoo.so.9, libfoo.so.10, -1",
        "libfoo.so.09, libfoo.so.9, 0",
        "liba1.so, liba.so, 1",
        "liba.so, liba1.so, -1",
        "libb.so, liba.so, 1",
        "liba.so, liba.so.1, -1",
        "liba.so.1, liba.so, 1",
        "liba.so, liba.so, 0",
        "libx86-64.so, libx86-7.so, 1",
    })
    void rule_14_names_compare_with_their_digits_as_numbers(String a, String b, int sign) {
        assertThat(Integer.signum(KeyOrder.compare(a, keys(b), 0).orElseThrow()))
                .isEqualTo(sign);
    }

    @Test
    void rule_14_a_table_in_descending_order_is_bisected() {
        LdCacheBuilder builder = littleEndian();
        for (int i = 99; i >= 0; i--) {
            builder.entry("libfoo.so." + i, "/lib/libfoo.so." + i);
        }
        byte[] content = builder.build();
        for (int i = 0; i < 100; i++) {
            assertThat(lookup(content, "libfoo.so." + i)).contains("/lib/libfoo.so." + i);
        }
        assertThat(lookup(content, "libfoo.so.100")).isEmpty();
    }

    @Test
    void rule_14_a_table_in_the_wrong_order_misleads_as_it_misleads_the_loader() {
        byte[] content = littleEndian()
                .entry("liba.so", "/lib/liba.so")
                .entry("libb.so", "/lib/libb.so")
                .entry("libc.so", "/lib/libc.so")
                .build();
        assertThat(lookup(content, "liba.so")).isEmpty();
        assertThat(lookup(content, "libb.so")).contains("/lib/libb.so");
        assertThat(lookup(content, "libc.so")).isEmpty();
    }

    @Test
    void rule_14_of_several_levels_the_best_that_the_processor_has_is_taken() {
        byte[] content = littleEndian()
                .entry("libx.so", "/v2", "x86-64-v2")
                .entry("libx.so", "/v4", "x86-64-v4")
                .entry("libx.so", "/v3", "x86-64-v3")
                .entry("libx.so", "/base")
                .build();
        LdCache cache = LdCache.parse(content, ByteOrder.LITTLE_ENDIAN).orElseThrow();
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, BASE)).contains("/base");
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, List.of("x86-64-v2"))).contains("/v2");
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, List.of("x86-64-v3", "x86-64-v2")))
                .contains("/v3");
        assertThat(lookup(cache, "libx.so", ONLY_X86_64, List.of("x86-64-v4", "x86-64-v3", "x86-64-v2")))
                .contains("/v4");
    }

    @Test
    void rule_14_a_level_without_a_base_entry_is_nothing_to_the_base() {
        byte[] content = littleEndian().entry("libx.so", "/v3", "x86-64-v3").build();
        assertThat(lookup(content, "libx.so")).isEmpty();
    }

    @Test
    void rule_14_an_entry_with_an_old_hwcap_word_is_left_alone() {
        byte[] content = littleEndian()
                .entryWithHwcap("libx.so", "/lib/tls/libx.so", 1L << 63)
                .entry("libx.so", "/lib/libx.so")
                .build();
        assertThat(lookup(content, "libx.so")).contains("/lib/libx.so");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "2, true", "1, false", "3, false"})
    void rule_14_the_header_says_which_byte_order_it_is_for(int flag, boolean taken) {
        byte[] content =
                littleEndian().endianFlag(flag).entry("libx.so", "/lib/libx.so").build();
        assertThat(LdCache.parse(content, ByteOrder.LITTLE_ENDIAN).isPresent()).isEqualTo(taken);
    }

    @Test
    void rule_14_a_cache_of_the_other_byte_order_is_none() {
        assertThat(LdCache.parse(bigEndian().entry("libx.so", "/x").build(), ByteOrder.LITTLE_ENDIAN))
                .isEmpty();
        assertThat(LdCache.parse(littleEndian().entry("libx.so", "/x").build(), ByteOrder.BIG_ENDIAN))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void rule_14_truncated_anywhere_it_breaks_nothing(UnaryOperator<LdCacheBuilder> form) {
        byte[] content = form.apply(littleEndian())
                .entry("libx.so", "/v2/libx.so", "x86-64-v2")
                .entry("libx.so", "/lib/libx.so")
                .build();
        for (int length = 0; length < content.length; length++) {
            byte[] cut = Arrays.copyOf(content, length);
            Optional<String> path = LdCache.parse(cut, ByteOrder.LITTLE_ENDIAN)
                    .flatMap(c -> lookup(c, "libx.so", ONLY_X86_64, List.of("x86-64-v2")));
            assertThat(path.filter(p -> !p.endsWith("libx.so"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void rule_14_a_count_of_two_to_the_thirty_second_less_one_is_no_cache(UnaryOperator<LdCacheBuilder> form) {
        byte[] content = form.apply(littleEndian())
                .count(0xFFFF_FFFFL)
                .entry("libx.so", "/lib/libx.so")
                .build();
        assertThat(LdCache.parse(content, ByteOrder.LITTLE_ENDIAN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, Integer.MAX_VALUE, -1, -48})
    void rule_14_an_offset_outside_ends_the_search(int offset) {
        byte[] content =
                littleEndian().entryAtOffset(offset & Integer.MAX_VALUE, "/x").build();
        assertThat(lookup(content, "libx.so")).isEmpty();
    }

    @Test
    void rule_14_random_bytes_behind_a_good_magic_break_nothing() {
        byte[] good = littleEndian()
                .entry("libx.so", "/v2", "x86-64-v2")
                .entry("libx.so", "/x")
                .build();
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] content = good.clone();
            for (int i = 0; i < 4; i++) {
                content[20 + random.nextInt(content.length - 20)] = (byte) random.nextInt();
            }
            Optional<String> path = LdCache.parse(content, ByteOrder.LITTLE_ENDIAN)
                    .flatMap(c -> lookup(c, "libx.so", ONLY_X86_64, List.of("x86-64-v2")));
            assertThat(path.filter(p -> p.length() > content.length)).isEmpty();
        }
    }

    @Test
    void what_has_no_magic_is_no_cache() {
        assertThat(LdCache.parse(new byte[0], ByteOrder.LITTLE_ENDIAN)).isEmpty();
        assertThat(LdCache.parse(new byte[4096], ByteOrder.LITTLE_ENDIAN)).isEmpty();
    }

    private static ByteBuffer keys(String key) {
        return ByteBuffer.wrap((key + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> lookup(LdCache cache, String name, CacheFlags flags, List<String> levels) {
        return cache.find(name).best(flags, levels, LegacyHwcaps.NONE);
    }

    private static Optional<String> lookup(byte[] content, String name) {
        return lookup(content, ByteOrder.LITTLE_ENDIAN, name);
    }

    private static Optional<String> lookup(byte[] content, ByteOrder order, String name) {
        return LdCache.parse(content, order).flatMap(cache -> lookup(cache, name, ONLY_X86_64, BASE));
    }
}
