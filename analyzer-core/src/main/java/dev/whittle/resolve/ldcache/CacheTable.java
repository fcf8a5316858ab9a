package dev.whittle.resolve.ldcache;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Content of an ld.so.cache.
 *
 * @param endianFlag the new header's flags
 * @param levels names of glibc-hwcaps levels, which rows refer to, sorted by name: the loader merges them with its own
 *     (elf/dl-cache.c: glibc_hwcaps_update_priorities)
 * @param generator the version string of ldconfig, raw; empty if absent
 */
public record CacheTable(
        Form form, ByteOrder order, int endianFlag, List<CacheRow> rows, List<String> levels, String generator) {
    public enum Form {
        /** glibc 2.0 and 2.1. */
        OLD,
        /** Up to 2.31: the new table hidden in the old one's strings. */
        OLD_AND_NEW,
        NEW
    }

    public CacheTable {
        rows = List.copyOf(rows);
        levels = List.copyOf(levels);
    }

    /** The same format with only these rows, sorted for bisection, and only the levels that they refer to. */
    public CacheTable with(Set<CacheRow> wanted) {
        List<CacheRow> left = new ArrayList<>();
        Map<Long, Boolean> used = new LinkedHashMap<>();
        for (CacheRow row : rows) {
            if (wanted.contains(row)) {
                left.add(row);
                if (row.isForLevel()) {
                    used.put(row.hwcap() & CacheBytes.LOW, true);
                }
            }
        }
        List<String> names = new ArrayList<>();
        Map<Long, Long> moved = new LinkedHashMap<>();
        for (int i = 0; i < levels.size(); i++) {
            if (used.containsKey((long) i)) {
                moved.put((long) i, (long) names.size());
                names.add(levels.get(i));
            }
        }
        List<CacheRow> renumbered = new ArrayList<>();
        for (CacheRow row : left) {
            long index = row.hwcap() & CacheBytes.LOW;
            if (!row.isForLevel()) {
                renumbered.add(row);
            } else if (moved.containsKey(index)) {
                long hwcap = (row.hwcap() & ~CacheBytes.LOW) | moved.getOrDefault(index, 0L);
                renumbered.add(new CacheRow(row.flags(), row.name(), row.path(), row.osVersion(), hwcap));
            }
        }
        renumbered.sort((a, b) -> KeyOrder.compare(b.name(), a.name())); // a stable sort: equal names keep their order
        return new CacheTable(form, order, endianFlag, renumbered, names, generator);
    }

    public byte[] bytes() {
        return new CacheBytes(this).build();
    }
}
