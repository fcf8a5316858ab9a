package dev.whittle.cli;

import dev.whittle.bytes.RawText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The entries of a plain ustar, read in the simplest way. */
final class TarListing {
    private static final int BLOCK = 512;

    private final Map<String, String> lines = new TreeMap<>();
    private final Map<String, byte[]> contents = new TreeMap<>();

    private TarListing() {}

    static TarListing of(byte[] tar) {
        TarListing listing = new TarListing();
        int at = 0;
        while (at + BLOCK <= tar.length && tar[at] != 0) {
            byte[] header = Arrays.copyOfRange(tar, at, at + BLOCK);
            String prefix = text(header, 345, 155);
            String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
            int size = (int) number(header, 124, 12);
            String target = text(header, 157, 100);
            listing.lines.put(
                    name,
                    String.format(
                            Locale.ROOT,
                            "%c %04o %d:%d%s",
                            header[156],
                            number(header, 100, 8),
                            number(header, 108, 8),
                            number(header, 116, 8),
                            target.isEmpty() ? "" : " " + target));
            listing.contents.put(name, Arrays.copyOfRange(tar, at + BLOCK, at + BLOCK + size));
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return listing;
    }

    /** By name: {@code 0 0644 0:0}, the type as in ustar, mode, owner and group, and a link's target. */
    Map<String, String> lines() {
        return lines;
    }

    byte[] content(String name) {
        byte[] content = contents.get(name);
        if (content == null) {
            throw new AssertionError(name + " is not among " + contents.keySet());
        }
        return content;
    }

    private static String text(byte[] header, int at, int length) {
        String raw = RawText.of(Arrays.copyOfRange(header, at, at + length));
        int nul = raw.indexOf('\0');
        return nul < 0 ? raw : raw.substring(0, nul);
    }

    private static long number(byte[] header, int at, int length) {
        String digits = text(header, at, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
}
