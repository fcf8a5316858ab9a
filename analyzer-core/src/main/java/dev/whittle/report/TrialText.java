package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.bytes.ShellWord;
import dev.whittle.trial.Check;
import dev.whittle.trial.Comparison;
import dev.whittle.trial.LineDifference;
import dev.whittle.trial.Missing;
import dev.whittle.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/** Two images compared, as text: a table, then the differences, then what may be missing. */
public final class TrialText {
    private static final int MAX_COLUMN = 44;
    private static final int LINES = 5;
    private static final int PATHS = 20;
    private static final int MAX_LINE = 160;

    private TrialText() {}

    /**
     * @param verbose whether to print all lines and paths
     * @param mended whether what is missing is kept in the next round
     */
    public static String of(Trial.Result result, Style style, boolean verbose, boolean mended) {
        StringBuilder out = new StringBuilder();
        if (result.last().isEmpty()) {
            return "";
        }
        Trial.Round round = result.last().get();
        table(out, round.comparison().checks(), style);
        lines(out, "", round.comparison().output(), verbose);
        for (Comparison.AnswerDifference answer : round.comparison().answers()) {
            lines(out, "asked " + RawText.visible(answer.question()) + ", ", answer.lines(), verbose);
        }
        missing(out, result, round, verbose, mended);
        return out.toString();
    }

    private static void table(StringBuilder out, List<Check> checks, Style style) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("check", "original", "slim", "verdict"));
        for (Check check : checks) {
            rows.add(List.of(cell(check.name()), cell(check.original()), cell(check.slim()), verdict(check.verdict())));
        }
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], RawText.text(row.get(i)).length());
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length - 1; i++) {
                String text = row.get(i);
                out.append(text)
                        .append(" ".repeat(widths[i] - RawText.text(text).length() + 2));
            }
            String last = row.get(widths.length - 1);
            out.append(
                            last.equals(verdict(Check.Verdict.DIFFERENT))
                                    ? style.bad(last)
                                    : last.equals(verdict(Check.Verdict.EQUAL)) ? style.good(last) : last)
                    .append('\n');
        }
    }

    private static String cell(String raw) {
        String text = RawText.visible(raw);
        return text.length() <= MAX_COLUMN ? text : text.substring(0, MAX_COLUMN - 3) + "...";
    }

    private static String verdict(Check.Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> "equal";
            case DIFFERENT -> "different";
            case UNKNOWN -> "not known";
        };
    }

    private static void lines(StringBuilder out, String subject, LineDifference difference, boolean verbose) {
        lines(out, subject + "only the original says:", difference.lacking(), verbose);
        lines(out, subject + "only the slim image says:", difference.extra(), verbose);
    }

    private static void lines(StringBuilder out, String title, List<String> lines, boolean verbose) {
        if (lines.isEmpty()) {
            return;
        }
        int shown = verbose ? lines.size() : Math.min(LINES, lines.size());
        out.append('\n').append(title).append('\n');
        for (String line : lines.subList(0, shown)) {
            out.append("  ").append(shortened(line, verbose)).append('\n');
        }
        if (shown < lines.size()) {
            out.append("  and ").append(lines.size() - shown).append(" more (-v)\n");
        }
    }

    private static String shortened(String raw, boolean verbose) {
        String text = RawText.visible(raw);
        return verbose || text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "...";
    }

    private static void missing(
            StringBuilder out, Trial.Result result, Trial.Round round, boolean verbose, boolean mended) {
        if (!round.missing().isEmpty()) {
            title(out, "missing in the slim image:", round.missing(), verbose);
        } else if (!result.isEqual()) {
            out.append("\nno missing path was found: neither a message nor a failed system call names one\n");
        }
        if (mended && !result.tried().isEmpty()) {
            String rounds =
                    result.rounds().size() == 1 ? "1 round" : result.rounds().size() + " rounds";
            title(out, "kept in addition, after " + rounds + ":", result.tried(), verbose);
        }
    }

    private static void title(StringBuilder out, String title, List<Missing> all, boolean verbose) {
        int shown = verbose ? all.size() : Math.min(PATHS, all.size());
        out.append('\n').append(title).append('\n');
        for (Missing missing : all.subList(0, shown)) {
            out.append("  --include ")
                    .append(RawText.visible(ShellWord.quoted(missing.include())))
                    .append("\n      ")
                    .append(shortened(missing.evidence(), verbose))
                    .append('\n');
        }
        if (shown < all.size()) {
            out.append("  and ").append(all.size() - shown).append(" more (-v)\n");
        }
    }
}
