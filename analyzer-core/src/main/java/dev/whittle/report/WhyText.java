package dev.whittle.report;

import dev.whittle.bytes.HumanSize;
import dev.whittle.bytes.RawText;
import dev.whittle.bytes.ShellWord;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.explain.Chain;
import dev.whittle.explain.Explanation;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Why a path is kept, as text: one paragraph per chain, beginning with the request. */
public final class WhyText {
    private final Style style;

    public WhyText(Style style) {
        this.style = style;
    }

    /** @param asked as typed, raw */
    public String of(String asked, List<Explanation> answers) {
        StringBuilder out = new StringBuilder();
        RootPath first = answers.get(0).path();
        boolean isName = asked.indexOf('/') < 0;
        if (!isName && !RootPath.of(asked).equals(first)) {
            out.append(RawText.visible(asked)).append(" is ").append(first).append('\n');
        }
        String gap = "";
        for (Explanation answer : answers) {
            out.append(gap);
            gap = "\n";
            head(out, answer);
            if (answer.state() == Explanation.State.KEPT) {
                chains(out, answer);
            } else {
                left(out, answer);
            }
        }
        return out.toString();
    }

    private void head(StringBuilder out, Explanation answer) {
        out.append(style.strong(answer.path().toString()));
        if (answer.node().orElse(null) instanceof Node.SymbolicLink link) {
            out.append(", a link to ").append(RawText.visible(link.target()));
            out.append(answer.leadsTo().map(path -> ", which is " + path).orElse(", which leads nowhere here"));
        }
        int ways = answer.wayFor();
        out.append(
                switch (answer.state()) {
                    case KEPT ->
                        ways == 0
                                ? ": " + style.good("kept")
                                : ": " + style.good("kept") + " only as the way to "
                                        + (ways == 1 ? "what follows" : ways + " paths");
                    case NOT_KEPT -> ": " + style.bad("not kept");
                    case ABSENT -> ": " + style.bad("not in the root");
                    case UNKNOWN ->
                        ": " + style.bad("not kept") + " (the report does not tell whether the root has it)";
                });
        out.append('\n');
    }

    private void chains(StringBuilder out, Explanation answer) {
        for (Chain chain : answer.chains().shown()) {
            out.append('\n');
            String indent = "  ";
            for (Chain.Step step : chain.steps()) {
                String path = step.path().toString();
                out.append(indent)
                        .append(step.path().equals(answer.path()) ? style.strong(path) : path)
                        .append(": ")
                        .append(style.faint(RawText.visible(step.reason().detail())))
                        .append('\n');
                indent += "  ";
            }
            if (chain.alike() > 0) {
                out.append("  (and ")
                        .append(chain.alike())
                        .append(chain.alike() == 1 ? " chain" : " chains")
                        .append(" more, the same but for line numbers)\n");
            }
        }
        if (answer.chains().more() > 0) {
            String count = (answer.chains().moreAtLeast() ? "at least " : "")
                    + answer.chains().more();
            out.append("\n  and ").append(count).append(" more (-v shows them)\n");
        } else if (answer.chains().moreAtLeast()) {
            out.append("\n  and more than anyone could read\n");
        }
    }

    private static void left(StringBuilder out, Explanation answer) {
        answer.left()
                .ifPresent(
                        line -> out.append("  ").append(RawText.visible(line)).append('\n'));
        Set<String> lines = new LinkedHashSet<>();
        for (Closure.Hidden hidden : answer.seen()) {
            Finding finding = hidden.finding();
            lines.add(level(hidden) + ", says the family " + finding.family() + ": "
                    + RawText.visible(finding.evidence()) + option(hidden));
        }
        if (answer.state() == Explanation.State.NOT_KEPT && answer.left().isEmpty()) {
            String include = "--include "
                    + RawText.visible(
                            ShellWord.quoted(Glob.literal(answer.path().raw()))) + " keeps it";
            lines.add(lines.isEmpty() ? "no family of hidden dependencies saw it; " + include : include + ", too");
        } else if (lines.isEmpty() && answer.left().isEmpty() && answer.state() == Explanation.State.UNKNOWN) {
            lines.add("no family of hidden dependencies saw it");
        }
        lines.forEach(line -> out.append("  ").append(line).append('\n'));
    }

    private static String option(Closure.Hidden hidden) {
        String family = hidden.finding().family();
        if (hidden.taken()) {
            return "";
        }
        return switch (hidden.finding().level()) {
            case EXPECTED, UNCERTAIN, LARGE, POSSIBLE -> " (--with " + family + " keeps it)";
            case REQUIRED, RECOMMENDED -> " (left out by --without)";
            case MISSING, UNDETERMINED, REMARK -> "";
        };
    }

    private static String level(Closure.Hidden hidden) {
        return switch (hidden.finding().level()) {
            case REQUIRED -> "required";
            case RECOMMENDED -> "recommended";
            case EXPECTED -> "expected";
            case UNCERTAIN -> "uncertain";
            case LARGE ->
                hidden.bytes().isPresent()
                        ? "large (" + HumanSize.of(hidden.bytes().getAsLong()) + ")"
                        : "large";
            case POSSIBLE -> "possible";
            case MISSING -> "missing";
            case UNDETERMINED -> "undetermined";
            case REMARK -> "a remark";
        };
    }
}
