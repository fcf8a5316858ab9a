package dev.whittle.dockerfile;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes the COPY instructions that create a selection in an image from scratch. */
public final class CopyPlanner {
    private static final int MAX_ROUNDS = 10;
    private static final String WAY_OUT = "; --format add keeps it";

    private static final RootPath USR = RootPath.of("/usr");

    private final RootFs root;
    private final Closure closure;
    private final Optional<Owner> user;
    private final LoaderOptions options;
    private final ContextFiles context;
    private final List<String> findings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private CopyPlanner(
            RootFs root, Closure closure, Optional<Owner> user, LoaderOptions options, ContextFiles context) {
        this.root = root;
        this.closure = closure;
        this.user = user;
        this.options = options;
        this.context = context;
    }

    /**
     * @param user who will run the programs; owns the world-writable directories, since COPY cannot set that mode
     */
    public static CopyPlan plan(
            RootFs root, Closure closure, Optional<Owner> user, LoaderOptions options, ContextFiles context)
            throws IOException {
        return new CopyPlanner(root, closure, user, options, context).run();
    }

    private CopyPlan run() throws IOException {
        Selection selection = closure.selection();
        AskedNames asked = AskedNames.of(root, selection);
        CopyTrees trees = new CopyTrees(root, selection, context);
        Set<RootPath> promoted = new HashSet<>();
        CopyItems items = items(selection, asked, trees, promoted);
        for (int i = 0; i < MAX_ROUNDS && promoted.addAll(new Promotion(root, trees, items).find()); i++) {
            items = items(selection, asked, trees, promoted);
        }
        LoaderCheck check = new LoaderCheck(root, closure.resolutions(), options);
        for (int i = 0; i < MAX_ROUNDS; i++) {
            Map<RootPath, LoaderCheck.Further> further = check.further(tree(items));
            CopyItems all = items;
            further.forEach((target, each) -> all.add(target, each.real(), each.reason()));
            if (further.isEmpty()) {
                break;
            }
        }
        CopyLines lines = new CopyLines(root, items, trees, user, context);
        List<CopyPlan.Group> groups = lines.groups();
        remarks.addAll(lines.remarks());
        findings.addAll(lines.findings());
        CopiedTree tree = tree(items);
        for (RootPath program : check.broken(tree)) {
            findings.add(
                    program + ": a link leads to it, COPY makes a file of that, and from there it does not find its"
                            + " libraries" + WAY_OUT);
        }
        lonely(items);
        split(selection, tree);
        special(selection);
        return new CopyPlan(groups, tree, findings, remarks);
    }

    private CopyItems items(Selection selection, AskedNames asked, CopyTrees trees, Set<RootPath> promoted)
            throws IOException {
        TreeCover cover = TreeCover.of(root, selection, asked, trees, promoted);
        return CopyItems.of(root, selection, asked, trees, cover);
    }

    private CopiedTree tree(CopyItems items) throws IOException {
        CopiedTree tree = new CopiedTree(root);
        for (CopyItem item : items.all()) {
            if (item.kind() == CopyItem.Kind.DIRECTORY) {
                tree.makeDirectory(item.target(), item.origin());
            } else {
                tree.copy(item.origin(), item.target());
            }
        }
        return tree;
    }

    private void lonely(CopyItems items) throws IOException {
        for (Map.Entry<RootPath, Reason> link : items.lonelyLinks().entrySet()) {
            String target = root.node(link.getKey()).orElse(null) instanceof Node.SymbolicLink symbolicLink
                    ? symbolicLink.target()
                    : "";
            tell(
                    link.getValue(),
                    link.getKey() + ": a link to " + RawText.visible(target) + ", which COPY would follow" + WAY_OUT);
        }
    }

    /**
     * Links such as {@code /var/run}, of which COPY makes directories. Those into /usr are ignored: their content is
     * read and not written.
     */
    private void split(Selection selection, CopiedTree tree) throws IOException {
        List<String> links = new ArrayList<>();
        for (Selection.Kept kept : selection.all()) {
            boolean isLink = kept.node() instanceof Node.SymbolicLink;
            if (!isLink || !(tree.node(kept.path()).orElse(null) instanceof Node.Directory)) {
                continue;
            }
            Optional<RootPath> end = Walk.follow(root, kept.path()).found().map(Walk.Result.Found::path);
            if (end.isPresent() && !end.get().startsWith(USR)) {
                links.add(kept.path() + " (" + end.get() + ")");
            }
        }
        if (!links.isEmpty()) {
            remarks.add(
                    "COPY makes separate directories of these links, so that what is written to one is not in the other: "
                            + String.join(", ", links) + WAY_OUT);
        }
    }

    private void special(Selection selection) {
        for (Selection.Kept kept : selection.all()) {
            boolean special = kept.node() instanceof Node.Device || kept.node() instanceof Node.Fifo;
            if (special && !kept.path().startsWith(RootPath.of("/dev"))) {
                tell(kept.reasons().get(0), kept.path() + ": a special file, which COPY cannot make" + WAY_OUT);
            }
        }
    }

    private void tell(Reason reason, String line) {
        boolean wanted = reason.isRequired() || reason.kind() == Reason.Kind.INCLUDED;
        (wanted ? findings : remarks).add(line);
    }
}
