package dev.whittle.bytes;

import java.util.Locale;

/** Sizes for a person, in powers of ten as Docker counts them. */
public final class HumanSize {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private HumanSize() {}

    /** {@code 512 B}, {@code 4.3 kB}, {@code 12.35 MB}. */
    public static String of(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.995 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.1f %s" : "%.2f %s", value, UNITS[unit]);
    }

    /** {@code 9.20 MB -> 8.46 MB, 8% less}. */
    public static String change(long before, long after) {
        long less = before == 0 ? 0 : Math.round(100 - 100.0 * after / before);
        return of(before) + " -> " + of(after) + (less > 0 ? ", " + less + "% less" : "");
    }

    /** {@code 1 file}, {@code 2 files}, {@code 3 directories}. */
    public static String count(int number, String noun) {
        if (number == 1) {
            return "1 " + noun;
        }
        boolean y = noun.endsWith("y");
        return number + " " + (y ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
    }
}
