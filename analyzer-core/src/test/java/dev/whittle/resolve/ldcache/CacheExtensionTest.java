package dev.whittle.resolve.ldcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytes.RawText;
import dev.whittle.testdata.LdCacheBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rule 14 of glibc: the extension of ld.so.cache is valid as a whole or not at all (dl-cache.h:cache_extension_load).
 */
class CacheExtensionTest {
    private static final int HEADER = 48;
    private static final int ENTRY = 24;
    private static final int STRINGS = HEADER + ENTRY;
    private static final int EXTENSION_OFFSET = 32;
    private static final long LEVEL = 1L << 62;
    private static final String V2 = "x86-64-v2";
    private static final String V3 = "x86-64-v3";

    @Test
    void rule_14_the_levels_are_named_by_the_last_section_that_names_any() {
        assertThat(level(cache("2"))).isEqualTo(V2);
        assertThat(level(cache("x2"))).isEqualTo(V2);
        assertThat(level(cache("2x"))).isEqualTo(V2);
        assertThat(level(cache("23"))).isEqualTo(V3);
        assertThat(level(cache("3xx2"))).isEqualTo(V2);
        assertThat(level(cache("x"))).isEmpty();
        assertThat(level(cache(""))).isEmpty();
    }

    @Test
    void rule_14_it_begins_with_its_magic_at_a_multiple_of_four() {
        byte[] cache = cache("2");
        int at = extensionAt(cache);
        assertThat(level(with(cache, at, 0xEAA42175))).isEmpty();
        assertThat(level(with(cache, EXTENSION_OFFSET, 0))).as("none").isEmpty();
        byte[] moved = Arrays.copyOf(cache, cache.length + 4);
        for (int by = 0; by <= 4; by++) {
            System.arraycopy(cache, at, moved, at + by, cache.length - at);
            assertThat(level(with(moved, EXTENSION_OFFSET, at + by))).isEqualTo(by % 4 == 0 ? V2 : "");
        }
    }

    @Test
    void rule_14_it_needs_room_for_its_head_and_all_its_sections() {
        byte[] cache = cache("2x");
        int at = extensionAt(cache);
        assertThat(level(cache)).isEqualTo(V2);
        assertThat(level(with(cache, at + 4, 3))).as("one more than there are").isEmpty();
        assertThat(level(with(cache, at + 4, -1))).isEmpty();
        assertThat(level(with(cache, at + 4, 1))).isEqualTo(V2);
        assertThat(level(with(cache, at + 4, 0))).isEmpty();
        assertThat(level(Arrays.copyOf(cache, cache.length - 1))).isEmpty();
        for (int behind : new int[] {cache.length - 8, cache.length - 4, cache.length, 1 << 30, -4}) {
            assertThat(level(with(cache, EXTENSION_OFFSET, behind))).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, x86-64-v2", "1, ''"})
    void rule_14_a_section_that_lies_outside_voids_all_of_it(int tooFar, String level) {
        byte[] cache = cache("2x");
        int other = extensionAt(cache) + 8 + 16;
        byte[] far = with(with(cache, other + 8, cache.length), other + 12, tooFar);
        assertThat(level(far)).isEqualTo(level);
    }

    @Test
    void rule_14_offsets_of_names_are_whole_numbers_of_four_bytes() {
        byte[] cache = cache("2");
        int section = extensionAt(cache) + 8;
        int at = get(cache, section + 8);
        assertThat(level(with(cache, section + 12, 8))).isEqualTo(V2);
        assertThat(level(with(cache, section + 12, 5))).as("size").isEmpty();
        assertThat(level(with(cache, section + 12, 0))).as("nothing").isEmpty();
        byte[] shifted = with(with(cache, at + 1, get(cache, at)), section + 8, at + 1);
        assertThat(level(shifted)).as("place").isEmpty();
    }

    /**
     * An entry for the first of the levels, strings, a list for each of two levels, and an extension at the end.
     *
     * @param sections {@code 2} and {@code 3} refer to the list of that level, {@code x} to something else
     */
    private static byte[] cache(String sections) {
        byte[] strings = RawText.bytes("libx.so\0/libx.so\0" + V2 + "\0" + V3 + "\0\0\0\0");
        int listsAt = STRINGS + strings.length;
        int extensionAt = listsAt + 8;
        ByteBuffer out =
                ByteBuffer.allocate(extensionAt + 8 + 16 * sections.length()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(RawText.bytes("glibc-ld.so.cache1.1"))
                .putInt(1)
                .putInt(strings.length)
                .putInt(2);
        out.putInt(extensionAt).position(HEADER);
        out.putInt(LdCacheBuilder.X86_64)
                .putInt(STRINGS)
                .putInt(STRINGS + 8)
                .putInt(0)
                .putLong(LEVEL);
        out.put(strings).putInt(STRINGS + 17).putInt(STRINGS + 27);
        out.putInt(0xEAA42174).putInt(sections.length());
        for (int i = 0; i < sections.length(); i++) {
            char section = sections.charAt(i);
            out.putInt(section == 'x' ? 77 : 1).putInt(0);
            out.putInt(section == '3' ? listsAt + 4 : listsAt).putInt(4);
        }
        return out.array();
    }

    private static String level(byte[] cache) {
        return LdCache.parse(cache, ByteOrder.LITTLE_ENDIAN)
                .orElseThrow()
                .find("libx.so")
                .entries()
                .get(0)
                .level();
    }

    private static int extensionAt(byte[] cache) {
        return get(cache, EXTENSION_OFFSET);
    }

    private static int get(byte[] cache, int at) {
        return ByteBuffer.wrap(cache).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static byte[] with(byte[] cache, int at, int value) {
        byte[] changed = cache.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }
}
