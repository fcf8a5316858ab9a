package dev.whittle.cli.command;

import dev.whittle.cli.console.Notice;
import dev.whittle.cli.console.Sizes;
import dev.whittle.closure.Selection;
import dev.whittle.report.KeptGroups;
import dev.whittle.report.Style;
import java.util.ArrayList;
import java.util.List;

/** What was kept for what: a row for each reason, with the biggest files. */
final class KeptTable {
    private static final int FEW = 8;
    private static final int NAME = 16;
    private static final int NUMBER = 7;
    private static final int SIZE = 10;
    /** Width before the examples: the indent, the three columns, and the space between them. */
    private static final int BEFORE = 2 + NAME + NUMBER + SIZE + 2;

    /** Of the examples, where nobody's terminal sets a limit. */
    private static final int ROOM = 80;

    private final List<KeptGroups.Group> groups;
    private final Style style;

    KeptTable(List<KeptGroups.Group> groups, Style style) {
        this.groups = groups.stream()
                .filter(group -> !group.name().equals(KeptGroups.WAY))
                .toList();
        this.style = style;
    }

    void add(Notice notice, boolean all) {
        if (groups.isEmpty()) {
            return;
        }
        notice.line(style.faint(row("kept for", "paths", "size") + "  the biggest"));
        int shown = all || groups.size() == FEW + 1 ? groups.size() : Math.min(groups.size(), FEW);
        for (KeptGroups.Group group : groups.subList(0, shown)) {
            notice.line(row(group.name(), String.valueOf(group.kept().size()), Sizes.human(group.bytes())) + "  "
                    + examples(group, notice.width() - BEFORE));
        }
        if (shown < groups.size()) {
            others(notice, groups.subList(shown, groups.size()));
        }
    }

    private static void others(Notice notice, List<KeptGroups.Group> others) {
        int paths = 0;
        long bytes = 0;
        List<String> names = new ArrayList<>();
        for (KeptGroups.Group group : others) {
            paths += group.kept().size();
            bytes += group.bytes();
            names.add(group.name());
        }
        notice.line(row(others.size() + " others", String.valueOf(paths), Sizes.human(bytes)) + "  "
                + fitting(names, notice.width() - BEFORE, " (-v)") + " (-v)");
    }

    private static String row(String name, String paths, String size) {
        return name + pad(name, NAME) + pad(paths, NUMBER) + paths + pad(size, SIZE) + size;
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length()));
    }

    private static String examples(KeptGroups.Group group, int room) {
        return fitting(
                group.kept().stream()
                        .map(Selection.Kept::path)
                        .map(Object::toString)
                        .toList(),
                room,
                "");
    }

    /** As many as there is room for, at least one, and how many are left. */
    private static String fitting(List<String> all, int width, String after) {
        int room = Math.min(width, ROOM) - after.length();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            String next = (i == 0 ? "" : ", ") + all.get(i);
            int left = all.size() - i - 1;
            String more = left == 0 ? "" : ", +" + left;
            if (i > 0 && Notice.length(text + next + more) > room) {
                return text + ", +" + (all.size() - i);
            }
            text.append(next);
        }
        return text.toString();
    }
}
