package dev.whittle.cli.console;

import dev.whittle.bytes.HumanSize;

/** Sizes for display, in powers of ten as in Docker. */
public final class Sizes {
    private Sizes() {}

    /** {@code 512 B}, {@code 4.3 kB}, {@code 12.35 MB}. */
    public static String human(long bytes) {
        return HumanSize.of(bytes);
    }

    /** {@code 1 file}, {@code 2 files}, {@code 3 directories}. */
    public static String count(int number, String noun) {
        return HumanSize.count(number, noun);
    }
}
