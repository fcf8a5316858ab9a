package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.scan.Rule;
import dev.whittle.scan.ScanFinding;
import dev.whittle.scan.ScanResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A scan as text: findings grouped by rule, most severe first; raw. */
public final class ScanText {
    /** Limit for a rule whose findings are only notes. */
    private static final int FEW = 10;

    private final Style style;
    private final boolean all;

    /** @param all notes without limit */
    public ScanText(Style style, boolean all) {
        this.style = style;
        this.all = all;
    }

    public String print(ScanResult result) {
        StringBuilder out = new StringBuilder();
        for (Rule.Level level : List.of(Rule.Level.ERROR, Rule.Level.WARNING, Rule.Level.NOTE)) {
            Map<Rule, List<ScanFinding>> byRule = new EnumMap<>(Rule.class);
            result.findings().stream()
                    .filter(finding -> finding.level() == level)
                    .forEach(finding -> byRule.computeIfAbsent(finding.rule(), rule -> new ArrayList<>())
                            .add(finding));
            byRule.forEach((rule, findings) -> print(rule, level, findings, out));
        }
        return out.append(summary(result)).append('\n').toString();
    }

    private void print(Rule rule, Rule.Level level, List<ScanFinding> findings, StringBuilder out) {
        String head = level.name().toLowerCase(Locale.ROOT) + ": " + rule.says() + " (" + rule.id() + ", "
                + findings.size() + ")";
        out.append(level == Rule.Level.NOTE ? style.strong(head) : style.bad(head))
                .append('\n');
        int shown = all || level != Rule.Level.NOTE ? findings.size() : Math.min(findings.size(), FEW);
        for (ScanFinding finding : findings.subList(0, shown)) {
            out.append("  ")
                    .append(finding.path())
                    .append(": ")
                    .append(RawText.visible(finding.message()))
                    .append('\n');
        }
        if (shown < findings.size()) {
            out.append("  and ").append(findings.size() - shown).append(" more; -v tells all\n");
        }
        out.append('\n');
    }

    private static String summary(ScanResult result) {
        List<String> machines = new ArrayList<>();
        result.machines().forEach((name, count) -> machines.add(count + " " + name));
        return count(result.elfFiles(), "ELF file") + " of " + count(result.seen(), "file") + ": "
                + count(result.programs(), "program") + ", "
                + (result.libraries() == 1 ? "1 library" : result.libraries() + " libraries") + ", "
                + count(result.others(), "other")
                + (machines.size() > 1 ? "; " + String.join(", ", machines) : "") + ". "
                + count(result.count(Rule.Level.ERROR), "error") + ", "
                + count(result.count(Rule.Level.WARNING), "warning") + ", "
                + count(result.count(Rule.Level.NOTE), "note") + ".";
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
