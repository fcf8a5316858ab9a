package dev.whittle.cli.command;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.console.Notice;
import dev.whittle.cli.console.Sizes;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.closure.Closure;
import dev.whittle.report.HiddenLines;
import dev.whittle.report.KeptGroups;
import dev.whittle.report.LeftOut;
import dev.whittle.report.PackageLines;
import dev.whittle.report.Problem;
import dev.whittle.report.Style;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a layer or an image, for a person: the verdict, the sizes, what was kept for what, problems with what can be
 * done about each, what could not be determined or was left out, and a few notes.
 */
final class Outcome {
    private static final int FEW_NOTES = 5;
    private static final int FEW_UNCERTAIN = 5;

    private final Console console;
    private final CommonOptions common;
    private final Style style;
    private final Closure closure;
    private final List<Problem> problems;
    private final Set<String> notes = new LinkedHashSet<>();

    /** @param problems all of them, those of the closure too */
    Outcome(Console console, CommonOptions common, Closure closure, List<Problem> problems) {
        this.console = console;
        this.common = common;
        this.style = common.messageStyle(console);
        this.closure = closure;
        this.problems = problems;
    }

    /** What a person should know; the most important first. */
    void notes(Collection<String> lines) {
        notes.addAll(lines);
    }

    /**
     * Tells it. A quiet run has only problems to tell, a line each.
     *
     * @param subject was written and where, raw
     * @param sizes a line each, raw
     * @param more lines for -v, raw
     */
    void tell(String subject, List<String> sizes, List<String> more) {
        if (common.quiet()) {
            console.tell(Problem.lines(problems));
            return;
        }
        Notice notice = new Notice(console);
        List<String> undetermined = HiddenLines.undetermined(closure);
        List<String> leftOut = LeftOut.of(closure).stream()
                .filter(left -> common.verbose() || left.isNotable())
                .map(LeftOut::line)
                .toList();
        notice.verdict(verdict(undetermined.size(), leftOut.size()) + ": " + subject);
        sizes.forEach(notice::line);
        notice.gap();
        new KeptTable(KeptGroups.of(closure), style).add(notice, common.verbose());
        if (common.verbose()) {
            notice.gap();
            more.forEach(notice::line);
            HiddenLines.kept(closure, true).forEach(notice::line);
        }
        problems(notice);
        uncertain(
                notice,
                "not determined",
                "only a run can tell what these use; if it fails, keep what is missing with --include",
                undetermined);
        uncertain(
                notice,
                "left out",
                "large, and named by something that is kept; if it fails, keep what is missing with --include",
                leftOut);
        notes.addAll(PackageLines.of(closure, common.verbose()));
        notes.addAll(common.verbose() ? HiddenLines.possible(closure) : HiddenLines.possibleInShort(closure));
        notes.addAll(HiddenLines.remarks(closure));
        notes(notice);
        notice.tell();
    }

    private String verdict(int undetermined, int leftOut) {
        if (!problems.isEmpty()) {
            return style.bad(Sizes.count(problems.size(), "problem"));
        }
        List<String> parts = new ArrayList<>(List.of(style.good("OK")));
        if (undetermined > 0) {
            parts.add(style.warning(Sizes.count(undetermined, "thing") + " could not be determined"));
        }
        if (leftOut > 0) {
            parts.add(style.warning(Sizes.count(leftOut, "large thing") + " left out"));
        }
        return String.join(", ", parts);
    }

    private void problems(Notice notice) {
        for (Problem problem : problems) {
            notice.gap();
            notice.line(style.bad("problem") + ": " + problem.what());
            if (!problem.fix().isEmpty()) {
                notice.detail(style.good("fix") + ": " + problem.fix());
            }
        }
        notice.gap();
    }

    private void uncertain(Notice notice, String what, String advice, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        notice.line(style.warning(what) + ": " + advice + ":");
        int shown = common.verbose() ? lines.size() : Math.min(lines.size(), FEW_UNCERTAIN);
        lines.subList(0, shown).forEach(notice::detail);
        if (shown < lines.size()) {
            notice.detail("and " + (lines.size() - shown) + " more (-v lists them)");
        }
        notice.gap();
    }

    private void notes(Notice notice) {
        int shown = common.verbose() ? notes.size() : Math.min(notes.size(), FEW_NOTES);
        notes.stream().limit(shown).forEach(note -> notice.line(style.strong("note") + ": " + note));
        if (shown < notes.size()) {
            notice.line("and " + Sizes.count(notes.size() - shown, "more note") + " (-v lists them)");
        }
    }

    /** Where something was written, as a person names it. */
    static String shown(String destination) {
        return destination.equals("-") ? "standard output" : RawText.visible(destination);
    }
}
