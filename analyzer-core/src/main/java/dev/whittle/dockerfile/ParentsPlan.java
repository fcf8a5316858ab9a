package dev.whittle.dockerfile;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept under real names, for tools that preserve links and copy everything below a directory: files, links, and
 * empty directories.
 *
 * @param groups paths with the lines that explain them
 * @param leftOut directories with their own owner or mode that contain more than what is kept
 * @param added files of {@code --add}, which the root does not have
 */
public record ParentsPlan(
        Map<List<String>, List<RootPath>> groups, List<RootPath> leftOut, List<RootPath> added, ContextFiles context) {
    private static final int MADE = 0755;

    public static ParentsPlan of(RootFs root, Selection selection, ContextFiles context) throws IOException {
        CopyTrees trees = new CopyTrees(root, selection, context);
        List<CopyItem> items = new ArrayList<>();
        List<RootPath> leftOut = new ArrayList<>();
        List<RootPath> added = new ArrayList<>();
        for (Selection.Kept kept : selection.all()) {
            if (context.has(kept.path())) {
                added.add(kept.path());
                continue;
            }
            if (!trees.exists(kept.path())) {
                continue; // generated, which is reported
            }
            if (!(kept.node() instanceof Node.Directory) || trees.isEmpty(kept.path())) {
                RootPath path = kept.path();
                items.add(new CopyItem(CopyItem.Kind.FILE, path, path, path, reason(kept)));
            } else if (isSpecial(kept)) {
                leftOut.add(kept.path());
            }
        }
        Map<List<String>, List<RootPath>> groups = new LinkedHashMap<>();
        new Titles(items)
                .groups()
                .forEach((title, group) ->
                        groups.put(title, group.stream().map(CopyItem::target).toList()));
        return new ParentsPlan(groups, List.copyOf(leftOut), List.copyOf(added), context);
    }

    /** A link is kept for its target. */
    private static Reason reason(Selection.Kept kept) {
        return kept.reasons().stream()
                .filter(reason -> reason.kind() != Reason.Kind.LINK && reason.kind() != Reason.Kind.PARENT)
                .findFirst()
                .orElseGet(() -> kept.reasons().get(0));
    }

    private static boolean isSpecial(Selection.Kept kept) {
        boolean owned = !Owner.of(kept.node().attributes()).isRoot();
        boolean mode = kept.node().attributes().mode() != MADE;
        return owned || (mode && CopyTrees.isAskedFor(kept));
    }

    /** Lines that copy added files, as far as a build context can contain them. */
    List<String> addedLines() {
        return added.stream()
                .filter(path -> context.trouble(path, path).isEmpty())
                .map(path -> context.line(path, path.raw()))
                .toList();
    }

    /** Added files without a line; one line each, raw. */
    public List<String> findings() {
        return added.stream()
                .flatMap(path -> context.trouble(path, path).stream())
                .toList();
    }

    /** In the order of the paths. */
    public List<RootPath> paths() {
        return groups.values().stream().flatMap(List::stream).sorted().toList();
    }
}
