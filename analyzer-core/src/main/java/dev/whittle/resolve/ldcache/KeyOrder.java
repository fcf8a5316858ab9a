package dev.whittle.resolve.ldcache;

import dev.whittle.rootfs.Walk;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** The order of names in an ld.so.cache: the loader's comparison for look-ups, and a total order for sorting. */
final class KeyOrder {
    private KeyOrder() {}

    /**
     * elf/dl-cache.c:_dl_cache_libcmp: runs of digits compare as numbers, and sort after everything else.
     *
     * @return empty if the key leaves the table, or contains a number longer than any file name
     */
    static OptionalInt compare(String a, ByteBuffer keys, int at) {
        int i = 0;
        int j = at;
        while (i < a.length()) {
            if (j >= keys.capacity()) {
                return OptionalInt.empty();
            }
            char x = a.charAt(i);
            char y = (char) (keys.get(j) & 0xFF);
            if (isDigit(x) && isDigit(y)) {
                int m = 0;
                int n = 0;
                while (i < a.length() && isDigit(a.charAt(i))) {
                    m = m * 10 + a.charAt(i++) - '0';
                }
                int end = Math.min(keys.capacity(), j + Walk.MAX_NAME + 1);
                while (j < end && isDigit((char) keys.get(j))) {
                    n = n * 10 + keys.get(j++) - '0';
                }
                if (j == end) {
                    return OptionalInt.empty();
                }
                if (m != n) {
                    return OptionalInt.of(m < n ? -1 : 1);
                }
            } else if (isDigit(x)) {
                return OptionalInt.of(1);
            } else if (isDigit(y)) {
                return OptionalInt.of(-1);
            } else if (x != y) {
                return OptionalInt.of(x - y);
            } else {
                i++;
                j++;
            }
        }
        if (j >= keys.capacity()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(keys.get(j) == 0 ? 0 : -1);
    }

    /** Like the loader's, except for numbers that overflow, which would make the order inconsistent. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            boolean digit = isDigit(a.charAt(i));
            if (digit != isDigit(b.charAt(j))) {
                return digit ? 1 : -1;
            }
            if (!digit) {
                if (a.charAt(i) != b.charAt(j)) {
                    return a.charAt(i) - b.charAt(j);
                }
                i++;
                j++;
                continue;
            }
            int endA = end(a, i);
            int endB = end(b, j);
            int order = numbers(a.substring(i, endA), b.substring(j, endB));
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int numbers(String a, String b) {
        String m = a.replaceFirst("^0+", "");
        String n = b.replaceFirst("^0+", "");
        return m.length() != n.length() ? Integer.compare(m.length(), n.length()) : m.compareTo(n);
    }

    private static int end(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
