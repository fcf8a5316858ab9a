package dev.whittle.report;

import dev.whittle.bytes.HumanSize;
import dev.whittle.explain.OnlyBecause;

/** What is kept only because of one path, for a person: how much first, then the paths, the biggest file first. */
public final class OnlyBecauseText {
    private static final int FEW = 20;
    private static final int WIDTH = 10;

    private OnlyBecauseText() {}

    /** @param all whether every path is told */
    public static String of(OnlyBecause only, boolean all, Style style) {
        StringBuilder out = new StringBuilder();
        out.append(style.strong(only.path().toString()))
                .append(": ")
                .append(
                        only.kept().isEmpty()
                                ? "nothing else is kept"
                                : only.kept().size() + " paths are kept")
                .append(" only because of it");
        if (!only.kept().isEmpty()) {
            out.append(", ")
                    .append(only.files())
                    .append(only.files() == 1 ? " file" : " files")
                    .append(" of ")
                    .append(HumanSize.of(only.bytes()));
        }
        out.append('\n');
        int shown = all ? only.kept().size() : Math.min(FEW, only.kept().size());
        for (OnlyBecause.Item item : only.kept().subList(0, shown)) {
            String size = item.size() == 0 ? "-" : HumanSize.of(item.size());
            out.append("  ")
                    .append(" ".repeat(Math.max(0, WIDTH - size.length())))
                    .append(size)
                    .append("  ")
                    .append(item.path())
                    .append('\n');
        }
        if (shown < only.kept().size()) {
            out.append("  and ").append(only.kept().size() - shown).append(" more (-v lists them)\n");
        }
        return out.toString();
    }
}
