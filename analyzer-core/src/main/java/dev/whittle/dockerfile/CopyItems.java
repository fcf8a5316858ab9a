package dev.whittle.dockerfile;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What to copy so that every requested name leads to the same content in a root without links. COPY follows a link that
 * is its source, so a file is copied to each requested name, and to no other; links survive only in directories that
 * are copied whole, and then their targets are requested too.
 */
final class CopyItems {
    /** Limit of Linux: fs/namei.c, MAXSYMLINKS. */
    private static final int MAX_LINKS = 40;

    private final RootFs root;
    private final Selection selection;
    private final TreeCover cover;
    private final NavigableMap<RootPath, CopyItem> items = new TreeMap<>();
    private final Map<RootPath, Reason> lonelyLinks = new LinkedHashMap<>();
    private final Set<RootPath> seen = new HashSet<>();

    private CopyItems(RootFs root, Selection selection, TreeCover cover) {
        this.root = root;
        this.selection = selection;
        this.cover = cover;
    }

    static CopyItems of(RootFs root, Selection selection, AskedNames asked, CopyTrees trees, TreeCover cover)
            throws IOException {
        CopyItems all = new CopyItems(root, selection, cover);
        for (Map.Entry<RootPath, RootPath> tree : cover.targets().entrySet()) {
            Selection.Kept kept = selection.get(tree.getValue()).orElseThrow();
            boolean complete = trees.isComplete(tree.getValue());
            Optional<Reason> wanted = complete ? trees.wanted(kept) : Optional.empty();
            Reason reason = asked.reason(tree.getKey()).or(() -> wanted).orElseGet(() -> whole(tree.getValue()));
            all.items.put(
                    tree.getKey(),
                    new CopyItem(CopyItem.Kind.TREE, tree.getValue(), tree.getValue(), tree.getKey(), reason));
        }
        for (Map.Entry<RootPath, Reason> name : asked.all().entrySet()) {
            all.need(name.getKey(), name.getValue(), 0);
        }
        return all;
    }

    private static Reason whole(RootPath tree) {
        return new Reason(
                Reason.Kind.PARENT, tree + " as a whole: links in it stay links, and its names need no pattern");
    }

    Collection<CopyItem> all() {
        return items.values();
    }

    Optional<CopyItem> at(RootPath target) {
        return Optional.ofNullable(items.get(target));
    }

    /** Links on their own that lead to nothing that could be copied instead. */
    Map<RootPath, Reason> lonelyLinks() {
        return lonelyLinks;
    }

    /** An additional name for a file. */
    void add(RootPath target, RootPath real, Reason reason) {
        items.putIfAbsent(target, new CopyItem(CopyItem.Kind.FILE, real, real, target, reason));
    }

    private void need(RootPath name, Reason reason, int links) throws IOException {
        boolean own = reason.kind() != Reason.Kind.TREE && reason.kind() != Reason.Kind.INCLUDED;
        if (links > MAX_LINKS || !seen.add(name)) {
            return;
        }
        List<String> parts = name.components();
        RootPath at = RootPath.ROOT;
        for (int i = 0; i < parts.size(); i++) {
            RootPath next = at.child(parts.get(i));
            Optional<RootPath> origin = cover.origin(next);
            if (origin.isPresent() && root.node(origin.get()).orElse(null) instanceof Node.SymbolicLink link) {
                String rest = String.join("/", parts.subList(i + 1, parts.size()));
                need(at.resolve(link.target() + "/" + rest), reason, links + 1);
                return;
            }
            at = next;
        }
        if (cover.origin(at).isPresent()) {
            return;
        }
        Optional<Walk.Result.Found> found = Walk.follow(root, at)
                .found()
                .filter(target -> selection.get(target.path()).isPresent());
        boolean covered = found.isPresent() && !own && cover.brings(found.get().path());
        if (found.isPresent() && !(covered && found.get().path().equals(at))) {
            put(at, found.get(), reason);
        } else if (found.isEmpty()
                && links == 0
                && Walk.followParents(root, at).found().isPresent()) {
            lonely(at, reason);
        }
    }

    private void lonely(RootPath at, Reason reason) throws IOException {
        Walk.Result.Found link = Walk.followParents(root, at).found().orElseThrow();
        boolean kept = selection.get(link.path()).isPresent();
        if (kept && link.node() instanceof Node.SymbolicLink) {
            lonelyLinks.putIfAbsent(link.path(), reason);
        }
    }

    private void put(RootPath target, Walk.Result.Found found, Reason reason) {
        boolean mounted = SystemPaths.isMounted(target);
        if (found.node() instanceof Node.RegularFile) {
            items.putIfAbsent(target, new CopyItem(CopyItem.Kind.FILE, target, found.path(), target, reason));
        } else if (found.node() instanceof Node.Directory && !mounted) {
            items.putIfAbsent(
                    target, new CopyItem(CopyItem.Kind.DIRECTORY, found.path(), found.path(), target, reason));
        }
    }

    /** Directories that exist anyway, since something below them is copied, are not included. */
    List<CopyItem> bare() {
        List<CopyItem> bare = new ArrayList<>();
        for (CopyItem item : items.values()) {
            RootPath next = items.higherKey(item.target());
            boolean filled = next != null && next.startsWith(item.target());
            if (item.kind() == CopyItem.Kind.DIRECTORY && !filled) {
                bare.add(item);
            }
        }
        return bare;
    }
}
