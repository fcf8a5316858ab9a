package dev.whittle.cli.options;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.ExitCode;
import dev.whittle.cli.console.FailureException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as typed: {@code 512MiB}, {@code 16GiB}, {@code 1.5GB}, plain bytes. */
final class ByteCount {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?) ?([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("tb", 1_000_000_000_000L),
            // A single letter means powers of two, as in GNU tools and for docker's --memory.
            Map.entry("k", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("t", 1L << 40),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30),
            Map.entry("tib", 1L << 40));

    private ByteCount() {}

    /** @param option name, for messages */
    static long parse(String option, String raw) throws FailureException {
        Matcher matcher = FORM.matcher(raw);
        if (matcher.matches()) {
            Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
            if (unit != null) {
                BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
                if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                    return bytes.longValue();
                }
            }
        }
        throw new FailureException(
                ExitCode.USAGE,
                option + " " + RawText.visible(raw) + ": not a size such as 512MiB, 16GiB, or a number of bytes");
    }
}
