package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.rootfs.Node;

/** A selection as a list: size and path per line, links with their targets, directories with a slash. */
public final class SelectionList {
    private static final int SIZE_WIDTH = 12;

    private SelectionList() {}

    public static String of(Selection selection) {
        StringBuilder out = new StringBuilder();
        for (Selection.Kept kept : selection.all()) {
            String size = kept.node() instanceof Node.RegularFile file ? Long.toString(file.size()) : "-";
            out.append(" ".repeat(Math.max(0, SIZE_WIDTH - size.length())))
                    .append(size)
                    .append("  ")
                    .append(kept.path());
            if (kept.node() instanceof Node.SymbolicLink link) {
                out.append(" -> ").append(RawText.visible(link.target()));
            } else if (kept.node() instanceof Node.Directory) {
                out.append('/');
            }
            out.append('\n');
        }
        return out.toString();
    }
}
