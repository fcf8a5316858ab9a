package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;

/**
 * A raw name as Go's patterns see it (unicode/utf8: DecodeRuneInString): a byte that is not UTF-8 is a rune of its own.
 */
final class Runes {
    private static final int BAD = -1;

    private Runes() {}

    /** Number of bytes of the rune at this position; 0 for a byte that is not UTF-8. */
    static int length(String raw, int at) {
        char c = raw.charAt(at);
        if (c < 0x80) {
            return 1;
        }
        int length = c < 0xC2 || c > 0xF4 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        boolean good = length > 0 && at + length <= raw.length() && RawText.isUtf8(raw.substring(at, at + length));
        return good ? length : 0;
    }

    /** Whether the pattern that {@link DockerWords#source} produces for one name matches another. */
    static boolean patternMatches(String named, String other) {
        List<Integer> pattern = of(named);
        List<Integer> runes = of(other);
        if (pattern.size() != runes.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            int rune = pattern.get(i);
            if (rune != BAD && rune != '\\' && rune != runes.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> of(String raw) {
        List<Integer> runes = new ArrayList<>();
        for (int i = 0; i < raw.length(); i++) {
            int length = length(raw, i);
            runes.add(
                    length == 0
                            ? BAD
                            : RawText.text(raw.substring(i, i + length)).codePointAt(0));
            i += Math.max(length, 1) - 1;
        }
        return runes;
    }
}
