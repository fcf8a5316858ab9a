package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits for a reader of configuration files: files and directories entered, each once by its real path, and characters
 * that variables expand to. Configuration can double in each line and include itself, so without a limit a few lines
 * have unbounded cost. One budget covers all files of one program's configuration.
 */
public final class ReadingBudget {
    /** Files and directories. Real configurations have a few dozen. */
    private static final int MAX_ENTERED = 2000;

    /** Characters from expansion: as many as a large configuration has. */
    private static final long MAX_EXPANDED = 1 << 20;

    /** Nesting of files and directories. httpd allows 20 (server/config.c: AP_MAX_INCLUDE_DEPTH), nginx any number. */
    private static final int MAX_DEPTH = 100;

    private final Set<RootPath> entered = new HashSet<>();
    private int depth;
    private long expanded;
    private boolean exhausted;

    /**
     * Whether to read a file or directory: not if it was read before, and not if there were too many, or they were
     * nested too deeply. If so, {@link #leave} must follow.
     *
     * @param realPath links resolved; a name through a link could differ each time
     */
    public boolean enter(RootPath realPath) {
        if (entered.contains(realPath)) {
            return false;
        }
        if (entered.size() >= MAX_ENTERED || depth >= MAX_DEPTH) {
            exhausted = true;
            return false;
        }
        depth++;
        return entered.add(realPath);
    }

    /** Ends the file or directory that was entered last. */
    public void leave() {
        depth--;
    }

    /**
     * A text with its variables replaced; unchanged once the limit is reached.
     *
     * @param variable its first group is a variable's name
     * @param value of a variable, or null if there is none: then it is not replaced
     */
    public String expand(String text, Pattern variable, UnaryOperator<String> value) {
        Matcher matcher = variable.matcher(text);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            String its = value.apply(matcher.group(1));
            String replacement = its == null ? matcher.group() : its;
            expanded += replacement.length();
            if (expanded > MAX_EXPANDED) {
                exhausted = true;
                return text;
            }
            out.append(text, copied, matcher.start()).append(replacement);
            copied = matcher.end();
        }
        return copied == 0 ? text : out.append(text, copied, text.length()).toString();
    }

    /** Whether something was left out. */
    public boolean isExhausted() {
        return exhausted;
    }
}
