package dev.whittle.cli.console;

import java.util.Locale;

/** Sizes for display, in powers of ten as in Docker. */
public final class Sizes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Sizes() {}

    /** {@code 512 B}, {@code 4.3 kB}, {@code 12.35 MB}. */
    public static String human(long bytes) {
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

    /** {@code 1 file}, {@code 2 files}, {@code 3 directories}. */
    public static String count(int number, String noun) {
        if (number == 1) {
            return "1 " + noun;
        }
        boolean y = noun.endsWith("y");
        return number + " " + (y ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s");
    }
}
