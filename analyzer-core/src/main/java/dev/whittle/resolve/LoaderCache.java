package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.glibc.GlibcRoot;
import dev.whittle.resolve.ldcache.CacheRow;
import dev.whittle.resolve.ldcache.CacheTable;
import dev.whittle.resolve.ldcache.LdCache;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** Its real path. */
    public RootPath file() {
        return file;
    }

    /** In table order. */
    public List<CacheRow> rows() {
        return table.rows();
    }

    /**
     * Whether a loader that uses this entry finds the library only through it: the system directories have another file
     * first under that name, or none.
     *
     * @param realPath the target of the entry's path
     */
    public boolean isOnlyHere(CacheRow row, RootPath realPath) throws IOException {
        for (GlibcRoot reader : readers) {
            if (reader.cacheFlags().accepts(row.flags()) && !reader.isFoundWithoutCache(row.name(), realPath)) {
                return true;
            }
        }
        return false;
    }

    /** The cache with these entries, in its own format, as ldconfig would write it. */
    public byte[] with(Set<CacheRow> rows) {
        return table.with(rows).bytes();
    }
}
