package dev.whittle.tar;

/**
 * Limits for a tar. Sizes and counts in headers cost nothing to claim, so each has a limit.
 *
 * @param entries in one archive
 * @param paxBytes of one pax header
 * @param chained headers before an entry that only extend it
 * @param pathBytes of a name or a link target
 * @param segments of one sparse file
 */
public record TarLimits(int entries, int paxBytes, int chained, int pathBytes, int segments) {
    /** The default number of entries. */
    private static final int MAX_ENTRIES = 10_000_000;

    /**
     * The largest attribute of Linux has 64 KiB (XATTR_SIZE_MAX), and all names and values of a file are rarely larger.
     */
    private static final int MAX_PAX_BYTES = 1 << 20;

    /** Writers use one each of {@code g}, {@code x}, {@code L} and {@code K}; twice that is tolerated. */
    private static final int MAX_CHAINED = 8;

    /** PATH_MAX of Linux. */
    private static final int MAX_PATH_BYTES = 4096;

    /** A map of 24 MB: a terabyte in pieces of one megabyte. */
    private static final int MAX_SEGMENTS = 1 << 20;

    public static final TarLimits DEFAULT =
            new TarLimits(MAX_ENTRIES, MAX_PAX_BYTES, MAX_CHAINED, MAX_PATH_BYTES, MAX_SEGMENTS);

    /** The same limits with another number of entries. */
    public TarLimits withEntries(int most) {
        return new TarLimits(most, paxBytes, chained, pathBytes, segments);
    }
}
