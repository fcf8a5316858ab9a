package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An ld.so.cache that loaders of a root read, as a table from which a subset can be written. */
public final class LoaderCache {
    private final RootPath file;
    private final List<GlibcRoot> readers;
    private final CacheTable table;

    private LoaderCache(RootPath file, List<GlibcRoot> readers, CacheTable table) {
        this.file = file;
        this.readers = List.copyOf(readers);
        this.table = table;
    }

    /** Empty if it is too long to be read. */
    static Optional<LoaderCache> of(RootPath file, List<GlibcRoot> readers) {
        return readers.get(0).cache().flatMap(LdCache::table).map(table -> new LoaderCache(file, readers, table));
    }

    /**
     * An entry.
     *
     * @param name by which the library is looked up, raw
     * @param path to open, raw, links unresolved
     * @param hwcap as in the table; 0 in the old format
     */
    public record Row(int flags, String name, String path, int osVersion, long hwcap) {
        /** Whether it is for processors with a glibc-hwcaps level only. */
        public boolean isForLevel() {
            return CacheEntries.isExtension(hwcap);
        }

        /** This and the next method equal those of a plain record, without the time Java takes to generate them. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row its
                    && flags == its.flags
                    && name.equals(its.name)
                    && path.equals(its.path)
                    && osVersion == its.osVersion
                    && hwcap == its.hwcap;
        }

        @Override
        public int hashCode() {
            return 31 * path.hashCode() + flags;
        }
    }

    /** Its real path. */
    public RootPath file() {
        return file;
    }

    /** In table order. */
    public List<Row> rows() {
        return table.rows();
    }

    /**
     * Whether a loader that uses this entry finds the library only through it: the system directories have another file
     * first under that name, or none.
     *
     * @param realPath the target of the entry's path
     */
    public boolean isOnlyHere(Row row, RootPath realPath) throws IOException {
        for (GlibcRoot reader : readers) {
            if (reader.cacheFlags().accepts(row.flags()) && !reader.isFoundWithoutCache(row.name(), realPath)) {
                return true;
            }
        }
        return false;
    }

    /** The cache with these entries, in its own format, as ldconfig would write it. */
    public byte[] with(Set<Row> rows) {
        return table.with(rows).bytes();
    }
}
