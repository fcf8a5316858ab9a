package dev.whittle.discover.evidence;

import dev.whittle.path.RootPath;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a reader of configuration files may do: files and directories entered, each once by its real path, and characters
 * that variables expand to. Configuration can double at each line and include itself; without a limit, a few lines cost more
 * than there is. One budget is for all files that one program's configuration leads to.
 */
public final class ReadingBudget {
    /** Files and directories. Real configurations have some dozen. */
    private static final int MAX_ENTERED = 2000;

    /** Characters made by expansion: as much as the text of a large configuration. */
    private static final long MAX_EXPANDED = 1 << 20;

    /** Files and directories in each other. httpd allows 20 (server/config.c: AP_MAX_INCLUDE_DEPTH), nginx any number. */
    private static final int MAX_DEPTH = 100;

    private final Set<RootPath> entered = new HashSet<>();
    private int depth;
    private long expanded;
    private boolean exhausted;

    /**
     * Whether a file or directory is to be looked at: not if it was before, and not if there were too many, or too many in
     * each other. If so, {@link #leave} must follow.
     *
     * @param realPath links resolved; a name that leads through a link would be another at each turn
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

    /** The file or directory that was entered last is done. */
    public void leave() {
        depth--;
    }

    /**
     * A text with its variables replaced; as it is once too much was replaced.
     *
     * @param variable its first group is a variable's name
     * @param value of a variable, or null if there is none: it stays as it is then
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
