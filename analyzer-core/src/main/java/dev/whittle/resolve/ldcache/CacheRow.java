package dev.whittle.resolve.ldcache;

import org.jspecify.annotations.Nullable;

/**
 * An entry of an ld.so.cache.
 *
 * @param name by which the library is looked up, raw
 * @param path to open, raw, links unresolved
 * @param hwcap as in the table; 0 in the old format
 */
public record CacheRow(int flags, String name, String path, int osVersion, long hwcap) {
    /** Whether it is for processors with a glibc-hwcaps level only. */
    public boolean isForLevel() {
        return CacheEntries.isExtension(hwcap);
    }

    /** This and the next method equal those of a plain record, without the time Java takes to generate them. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheRow row
                && flags == row.flags
                && name.equals(row.name)
                && path.equals(row.path)
                && osVersion == row.osVersion
                && hwcap == row.hwcap;
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + flags;
    }
}
