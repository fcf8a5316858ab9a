package dev.whittle.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.resolve.ldcache.CacheRow;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoaderCacheRowTest {
    @Test
    void rows_are_the_same_if_all_of_them_is() {
        List<CacheRow> rows = List.of(
                new CacheRow(0x303, "liba.so", "/lib/liba.so", 0, 0),
                new CacheRow(0x003, "liba.so", "/lib/liba.so", 0, 0),
                new CacheRow(0x303, "libb.so", "/lib/liba.so", 0, 0),
                new CacheRow(0x303, "liba.so", "/usr/lib/liba.so", 0, 0),
                new CacheRow(0x303, "liba.so", "/lib/liba.so", 1, 0),
                new CacheRow(0x303, "liba.so", "/lib/liba.so", 0, 1));

        assertThat(Set.copyOf(rows)).hasSize(rows.size());
        assertThat(rows.get(0)).isEqualTo(new CacheRow(0x303, "liba.so", "/lib/liba.so", 0, 0));
        assertThat(rows.get(0)).hasSameHashCodeAs(new CacheRow(0x303, "liba.so", "/lib/liba.so", 0, 0));
    }
}
