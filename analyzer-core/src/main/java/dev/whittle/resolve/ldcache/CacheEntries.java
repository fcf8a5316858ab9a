package dev.whittle.resolve.ldcache;

import java.util.List;
import java.util.Optional;

/** The entries of an ld.so.cache for one name, in order, and the one a loader takes: elf/dl-cache.c:search_cache. */
public record CacheEntries(List<Entry> entries, boolean newFormat) {
    public static final CacheEntries NONE = new CacheEntries(List.of(), true);

    /**
     * Bit 62 of an entry's hwcap word: DL_CACHE_HWCAP_EXTENSION. If set, the low half is the index of a level name.
     */
    private static final long EXTENSION = 1L << 62;

    /** DL_CACHE_HWCAP_ISA_LEVEL_MASK, in the high half: the ISA level, which the level name also implies. */
    private static final long ISA_LEVELS = 0x3FFL << 32;

    /**
     * @param hwcap as in the table; 0 in the old format
     * @param level name of a glibc-hwcaps level; empty if there is none
     */
    public record Entry(int flags, long hwcap, String level, String path) {}

    /** dl_cache_hwcap_extension. */
    public static boolean isExtension(long hwcap) {
        return (hwcap & ~ISA_LEVELS & ~0xFFFF_FFFFL) == EXTENSION;
    }

    /**
     * The one answer, whether or not the file still exists.
     *
     * @param accepted the entry flags of the ABI
     * @param levels glibc-hwcaps levels of the processor, best first
     */
    public Optional<String> best(CacheFlags accepted, List<String> levels, LegacyHwcaps legacy) {
        Optional<String> best = Optional.empty();
        int bestRank = 0; // for a plain entry: nothing is better
        for (Entry entry : entries) {
            if (!accepted.accepts(entry.flags)) {
                continue;
            }
            boolean named = isExtension(entry.hwcap);
            if (!named && best.isPresent() && newFormat) {
                break; // named ones come first
            }
            if (named) {
                int rank = levels.indexOf(entry.level) + 1;
                if (rank == 0 || (best.isPresent() && rank >= bestRank)) {
                    continue;
                }
                bestRank = rank;
            } else if (!legacy.accepts(entry.hwcap)) {
                continue;
            }
            best = Optional.of(entry.path);
            if (!named && accepted.isExact(entry.flags)) {
                break;
            }
        }
        return best;
    }
}
