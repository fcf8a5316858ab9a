package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.scan.Verification;
import java.util.List;

/** Whether an image has what it needs, for a person: the verdict first, then what is missing, then what was not checked. */
public final class VerifyText {
    private static final int FEW = 5;

    private final Style style;
    private final boolean all;

    /** @param all whether everything that was not checked is told */
    public VerifyText(Style style, boolean all) {
        this.style = style;
        this.all = all;
    }

    /**
     * Raw lines.
     *
     * @param remedies the way out of each gap, raw
     */
    public String of(Verification verification, List<String> remedies) {
        int gaps = verification.gaps().size();
        int programs = verification.programs();
        StringBuilder out = new StringBuilder();
        out.append(
                        verification.isClosed()
                                ? style.good("OK") + ": nothing is missing"
                                : style.bad(gaps + (gaps == 1 ? " problem" : " problems")))
                .append(" (")
                .append(programs)
                .append(programs == 1 ? " program, " : " programs, ")
                .append(verification.paths())
                .append(" paths)\n");
        for (int i = 0; i < gaps; i++) {
            out.append("  ")
                    .append(RawText.visible(verification.gaps().get(i).message()))
                    .append("\n    ")
                    .append(style.good("fix"))
                    .append(": ")
                    .append(RawText.visible(remedies.get(i)))
                    .append('\n');
        }
        notChecked(verification.undetermined(), out);
        return out.toString();
    }

    private void notChecked(List<String> undetermined, StringBuilder out) {
        out.append("not checked: whether the programs work, which only a run shows (whittle try)\n");
        if (undetermined.isEmpty()) {
            return;
        }
        int count = undetermined.size();
        out.append("not checked: ")
                .append(count)
                .append(count == 1 ? " thing" : " things")
                .append(" that only a run determines:\n");
        int shown = all ? count : Math.min(FEW, count);
        undetermined
                .subList(0, shown)
                .forEach(line -> out.append("  ").append(RawText.visible(line)).append('\n'));
        if (shown < count) {
            out.append("  and ").append(count - shown).append(" more (-v lists them)\n");
        }
    }
}
