package dev.whittle.tar;

/**
 * What a tar may ask of its reader. Sizes and counts in headers cost nothing to claim, so each has an end.
 *
 * @param entries in one archive
 * @param paxBytes of one pax header
 * @param chained headers before an entry that only tell more about it
 * @param pathBytes of a name or a link's target
 * @param segments of one sparse file
 */
public record TarLimits(int entries, int paxBytes, int chained, int pathBytes, int segments) {
    /** As many as an archive may have unless somebody asks for more. */
    private static final int MAX_ENTRIES = 10_000_000;

    /** The largest attribute of Linux has 64 KiB (XATTR_SIZE_MAX), and all names and values of a file seldom so much. */
    private static final int MAX_PAX_BYTES = 1 << 20;

    /** One each of {@code g}, {@code x}, {@code L} and {@code K} is what writers make; twice that is leniency. */
    private static final int MAX_CHAINED = 8;

    /** PATH_MAX of Linux. */
    private static final int MAX_PATH_BYTES = 4096;

    /** 24 MB of map: a terabyte in pieces of a megabyte. */
    private static final int MAX_SEGMENTS = 1 << 20;

    public static final TarLimits DEFAULT =
            new TarLimits(MAX_ENTRIES, MAX_PAX_BYTES, MAX_CHAINED, MAX_PATH_BYTES, MAX_SEGMENTS);

    /** The same, for an archive of more or fewer entries. */
    public TarLimits withEntries(int most) {
        return new TarLimits(most, paxBytes, chained, pathBytes, segments);
    }
}
