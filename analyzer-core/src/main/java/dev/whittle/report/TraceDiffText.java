package dev.whittle.report;

import dev.whittle.trace.TraceDiff;

/** A trace compared with a closure, as text: one line per file, then the totals. */
public final class TraceDiffText {
    private static final int SIZE_WIDTH = 12;
    private static final int USE_WIDTH = 22;

    private TraceDiffText() {}

    /** @param verbose whether to list kept files that were not opened */
    public static String of(TraceDiff diff, boolean verbose) {
        StringBuilder out = new StringBuilder();
        diff.lacking().forEach(lacking -> line(out, "lacking ", lacking));
        diff.failed().forEach(failed -> line(out, "failed  ", failed));
        if (verbose) {
            for (TraceDiff.Sized unused : diff.unused()) {
                out.append("unused  ")
                        .append(size(unused.bytes()))
                        .append("  ")
                        .append(unused.path())
                        .append('\n');
            }
        }
        out.append("opened by the trace:    ").append(sum(diff.opened())).append('\n');
        out.append("kept:                   ").append(sum(diff.kept())).append('\n');
        out.append("used and not kept:      ").append(paths(diff.lacking().size(), diff.lackingBytes()));
        out.append("looked for, not found:  ").append(paths(diff.failed().size(), diff.failedBytes()));
        out.append("kept and never opened:  ").append(sum(diff.unusedSum())).append('\n');
        return out.toString();
    }

    private static String paths(int count, long bytes) {
        return count + (count == 1 ? " path, " : " paths, ") + bytes + " bytes\n";
    }

    private static void line(StringBuilder out, String verdict, TraceDiff.Lacking lacking) {
        String use = lacking.access().kind().toString();
        out.append(verdict)
                .append(size(lacking.bytes()))
                .append("  ")
                .append(use)
                .append(" ".repeat(Math.max(1, USE_WIDTH - use.length())))
                .append(lacking.path())
                .append(" (line ")
                .append(lacking.access().line());
        if (lacking.access().count() > 1) {
            out.append(", ").append(lacking.access().count()).append(" times");
        }
        out.append(')');
        lacking.family().ifPresent(family -> out.append(", --with ").append(family));
        out.append('\n');
    }

    private static String sum(TraceDiff.Sum sum) {
        return sum.files() + (sum.files() == 1 ? " file, " : " files, ") + sum.bytes() + " bytes";
    }

    private static String size(long bytes) {
        String text = Long.toString(bytes);
        return " ".repeat(Math.max(0, SIZE_WIDTH - text.length())) + text;
    }
}
