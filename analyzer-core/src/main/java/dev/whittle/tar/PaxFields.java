package dev.whittle.tar;

import dev.whittle.bytes.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What pax records define for one entry (POSIX pax, "pax Extended Header"; GNU tar's manual, "Storing Sparse Files").
 * Records without a value restore the ustar field, but an empty attribute is an attribute.
 */
final class PaxFields {
    private static final String ATTRIBUTE = "SCHILY.xattr.";
    private static final String SPARSE = "GNU.sparse.";
    private static final int NANOS = 1_000_000_000;
    private static final int NANO_DIGITS = 9;

    @Nullable
    String path;

    @Nullable
    String linkPath;

    @Nullable
    String sparseName;

    OptionalLong size = OptionalLong.empty();
    OptionalLong uid = OptionalLong.empty();
    OptionalLong gid = OptionalLong.empty();
    OptionalLong modified = OptionalLong.empty();

    /** Added to {@link #modified}, also before 1970. */
    int modifiedNanos;

    OptionalLong sparseSize = OptionalLong.empty();
    OptionalLong sparseMajor = OptionalLong.empty();
    final Map<String, byte[]> attributes = new TreeMap<>();

    /** Alternating positions and lengths, as in the formats 0.0 and 0.1. */
    final List<Long> segments = new ArrayList<>();

    static boolean isSparse(String key) {
        return key.startsWith(SPARSE);
    }

    private boolean meant;

    /** Adds one record; false if its value is invalid. */
    boolean take(PaxBody.Field field) {
        String value = field.value();
        meant = true;
        switch (field.key()) {
            case "path" -> path = name(value);
            case "linkpath" -> linkPath = name(value);
            case SPARSE + "name" -> sparseName = name(value);
            case "size" -> size = number(value);
            case "uid" -> uid = number(value);
            case "gid" -> gid = number(value);
            case "mtime" -> modified = seconds(value);
            case SPARSE + "size", SPARSE + "realsize" -> sparseSize = number(value);
            case SPARSE + "major" -> sparseMajor = number(value);
            case SPARSE + "offset", SPARSE + "numbytes" -> number(value).ifPresent(segments::add);
            case SPARSE + "map" -> {
                for (String number : value.split(",", -1)) {
                    number(number).ifPresent(segments::add);
                }
            }
            default -> {
                if (field.key().startsWith(ATTRIBUTE)) {
                    attributes.put(attributeName(field.key()), RawText.bytes(value));
                }
            }
        }
        return meant;
    }

    private @Nullable String name(String value) {
        meant = value.indexOf('\0') < 0;
        return value.isEmpty() ? null : value;
    }

    private OptionalLong number(String value) {
        OptionalLong number = decimal(value);
        meant &= number.isPresent() || value.isEmpty();
        return number;
    }

    /** GNU tar escapes characters that would end a key (xheader.c:xattr_decode_keyword). */
    private static String attributeName(String key) {
        String name = key.substring(ATTRIBUTE.length());
        return name.indexOf('%') < 0 ? name : name.replace("%3D", "=").replace("%25", "%");
    }

    /** Digits only. */
    static OptionalLong decimal(String text) {
        if (text.isEmpty() || text.length() > 19) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        return OptionalLong.of(value);
    }

    /** Whole seconds, rounded down, also before 1970; sets {@link #modifiedNanos} to the rest. */
    private OptionalLong seconds(String text) {
        modifiedNanos = 0;
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean negative = text.startsWith("-");
        int start = negative ? 1 : 0;
        int dot = text.indexOf('.');
        int end = dot < 0 ? text.length() : dot;
        OptionalLong whole = decimal(text.substring(start, Math.max(start, end)));
        meant = whole.isPresent() && isEach(text, end + 1, '9');
        if (!meant) {
            return OptionalLong.empty();
        }
        String fraction = text.substring(Math.min(text.length(), end + 1));
        int nanos = Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
        if (!negative) {
            modifiedNanos = nanos;
            return whole;
        }
        nanos += isEach(fraction, NANO_DIGITS, '0') ? 0 : 1;
        modifiedNanos = nanos == 0 ? 0 : NANOS - nanos;
        return OptionalLong.of(-whole.getAsLong() - (nanos == 0 ? 0 : 1));
    }

    /** Whether everything from {@code start} on is a digit from '0' to {@code highest}. */
    private static boolean isEach(String text, int start, char highest) {
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > highest) {
                return false;
            }
        }
        return true;
    }
}
