package dev.whittle.write;

import dev.whittle.image.ImageConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The creation time of an image, without a clock: the same input must give the same image. */
final class CreationTime {
    /** RFC 3339, section 5.6, as Go's time.RFC3339 accepts it; Java would accept a time without seconds. */
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)");

    /** The last second whose year has four digits: 9999-12-31T23:59:59Z. */
    private static final long LAST = 253_402_300_799L;

    private CreationTime() {}

    /** SOURCE_DATE_EPOCH if it is set; otherwise the creation time of the source; otherwise 1970. In RFC 3339. */
    static String of(ImageConfig source, OptionalLong latest) {
        if (latest.isPresent()) {
            return Instant.ofEpochSecond(Math.max(0, Math.min(LAST, latest.getAsLong())))
                    .toString();
        }
        return source.created().filter(CreationTime::isValid).orElse(Instant.EPOCH.toString());
    }

    private static boolean isValid(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return false;
        }
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false; // February 30
        }
    }
}
