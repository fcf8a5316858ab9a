package dev.whittle.resolve;

/**
 * The order of names in an ld.so.cache, as {@link LdCache#compare} has it, but for numbers that overflow: those must not
 * make the order contradict itself.
 */
final class KeyOrder {
    private KeyOrder() {}

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
