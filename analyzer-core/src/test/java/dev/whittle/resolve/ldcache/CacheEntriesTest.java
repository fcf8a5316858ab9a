package dev.whittle.resolve.ldcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.load.SearchPath;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 14 of glibc: which of several entries of one name is used (elf/dl-cache.c:search_cache). */
class CacheEntriesTest {
    private static final CacheFlags I386 = new CacheFlags(3, 1);
    private static final long LEVEL = 1L << 62;

    /** In the old table the first acceptable entry is used unless a later one matches exactly. */
    @ParameterizedTest
    @CsvSource({
        "3 1, a",
        "1 3, b",
        "1 1, b",
        "3 3, a",
        "5 1, b",
        "1 5, a",
        "5 5, none",
    })
    void rule_14_in_the_old_table_an_exact_entry_is_the_best(String flags, String path) {
        assertThat(plain(flags, false).best(I386, List.of(), LegacyHwcaps.NONE).orElse("none"))
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"3 1, a", "1 3, a", "5 3, b"})
    void rule_14_in_the_new_table_the_first_that_is_accepted_is_the_best(String flags, String path) {
        assertThat(plain(flags, true).best(I386, List.of(), LegacyHwcaps.NONE).orElse("none"))
                .isEqualTo(path);
    }

    @Test
    void rule_14_of_two_entries_of_one_level_the_first_is_taken() {
        CacheEntries entries = new CacheEntries(List.of(level("v2", "a"), level("v3", "b"), level("v3", "c")), true);
        assertThat(entries.best(I386, List.of("v4", "v3", "v2"), LegacyHwcaps.NONE))
                .contains("b");
        assertThat(entries.best(I386, List.of("v2"), LegacyHwcaps.NONE)).contains("a");
        assertThat(entries.best(I386, List.of("v4"), LegacyHwcaps.NONE)).isEmpty();
    }

    private static CacheEntries.Entry level(String level, String path) {
        return new CacheEntries.Entry(3, LEVEL, level, path);
    }

    /** Entries a and b with these flags. */
    private static CacheEntries plain(String flags, boolean newFormat) {
        List<Integer> each =
                SearchPath.split(flags, " ").stream().map(Integer::valueOf).toList();
        return new CacheEntries(
                Stream.of(0, 1)
                        .map(i -> new CacheEntries.Entry(each.get(i), 0, "", i == 0 ? "a" : "b"))
                        .toList(),
                newFormat);
    }
}
