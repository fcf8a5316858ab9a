package dev.whittle.report;

import dev.whittle.scan.ScanFinding;
import dev.whittle.scan.ScanResult;
import dev.whittle.scan.ScanRule;
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
        StringBuilder out = new StringBuilder(verdict(result)).append("\n\n");
        for (ScanRule.Level level : List.of(ScanRule.Level.ERROR, ScanRule.Level.WARNING, ScanRule.Level.NOTE)) {
            Map<ScanRule, List<ScanFinding>> byRule = new EnumMap<>(ScanRule.class);
            result.findings().stream()
                    .filter(finding -> finding.level() == level)
                    .forEach(finding -> byRule.computeIfAbsent(finding.rule(), rule -> new ArrayList<>())
                            .add(finding));
            byRule.forEach((rule, findings) -> print(rule, level, findings, out));
        }
        return out.append(summary(result)).append('\n').toString();
    }

    private void print(ScanRule rule, ScanRule.Level level, List<ScanFinding> findings, StringBuilder out) {
        String head = level.name().toLowerCase(Locale.ROOT) + ": " + rule.says() + " (" + rule.id() + ", "
                + findings.size() + ")";
        out.append(level == ScanRule.Level.NOTE ? style.strong(head) : style.bad(head))
                .append('\n');
        List<String> lines = new ScanGroups(all).lines(rule, findings);
        int shown = all || level != ScanRule.Level.NOTE ? lines.size() : Math.min(lines.size(), FEW);
        lines.subList(0, shown).forEach(line -> out.append("  ").append(line).append('\n'));
        if (shown < lines.size()) {
            out.append("  and ").append(lines.size() - shown).append(" more (-v lists them)\n");
        }
        out.append('\n');
    }

    private String verdict(ScanResult result) {
        long errors = result.count(ScanRule.Level.ERROR);
        long warnings = result.count(ScanRule.Level.WARNING);
        if (errors + warnings == 0) {
            return result.remarks().isEmpty()
                    ? style.good("OK") + ": nothing is missing"
                    : style.bad("incomplete") + ": nothing is missing in what could be read";
        }
        return style.bad((errors == 0 ? "" : count(errors, "error"))
                + (errors > 0 && warnings > 0 ? ", " : "")
                + (warnings == 0 ? "" : count(warnings, "warning")));
    }

    private static String summary(ScanResult result) {
        List<String> machines = new ArrayList<>();
        result.machines().forEach((name, count) -> machines.add(count + " " + name));
        return count(result.elfFiles(), "ELF file") + " of " + count(result.seen(), "file") + ": "
                + count(result.programs(), "program") + ", "
                + (result.libraries() == 1 ? "1 library" : result.libraries() + " libraries") + ", "
                + count(result.others(), "other")
                + (machines.size() > 1 ? "; " + String.join(", ", machines) : "") + ".\n"
                + count(result.count(ScanRule.Level.ERROR), "error") + ", "
                + count(result.count(ScanRule.Level.WARNING), "warning") + ", "
                + count(result.count(ScanRule.Level.NOTE), "note") + ".";
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
