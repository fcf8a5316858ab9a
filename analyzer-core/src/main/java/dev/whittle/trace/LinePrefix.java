package dev.whittle.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace prints before a call: the process (-f), the time (-t, -tt, -ttt, -r), the number of the call (-n) and the
 * instruction pointer (-i), in this order.
 *
 * @param pid {@link #NONE} if the line has none
 */
record LinePrefix(int pid, String rest) {
    static final int NONE = -1;

    private static final Pattern PROCESS =
            Pattern.compile("(?:\\[pid +([0-9]{1,9})(?:<[^>]*>)?\\] ?|([0-9]{1,9})(?:<[^>]*>)? +)");
    private static final Pattern TIME = Pattern.compile(
            "(?:[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?|[0-9]+\\.[0-9]+|[0-9]{10}|\\(\\+ *[0-9]+\\.[0-9]+\\)) +");
    private static final Pattern NUMBER = Pattern.compile("\\[ *[0-9]+\\] |\\[[0-9a-f?]{8,16}\\] ");

    static LinePrefix of(String line) {
        String rest = line;
        int pid = NONE;
        Matcher process = PROCESS.matcher(line);
        boolean isTime = TIME.matcher(line).lookingAt(); // 1700000000 of -ttt without -tt's fraction
        if (!isTime && process.lookingAt()) {
            pid = Integer.parseInt(process.group(1) == null ? process.group(2) : process.group(1));
            rest = line.substring(process.end());
        }
        for (Pattern pattern : new Pattern[] {TIME, TIME, NUMBER, NUMBER}) {
            String text = rest.stripLeading(); // -r is right-aligned
            Matcher matcher = pattern.matcher(text);
            if (matcher.lookingAt()) {
                rest = text.substring(matcher.end());
            }
        }
        return new LinePrefix(pid, rest.stripLeading());
    }
}
