package dev.whittle.dockerfile;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The directories that are copied whole, none below another. */
final class TreeCover {
    private final SortedMap<RootPath, RootPath> sources = new TreeMap<>();

    private TreeCover() {}

    /** @param promoted to be copied whole although not all of it is kept */
    static TreeCover of(RootFs root, Selection selection, AskedNames asked, CopyTrees trees, Set<RootPath> promoted)
            throws IOException {
        TreeCover cover = new TreeCover();
        for (RootPath tree : roots(selection, trees, promoted)) {
            boolean aliased = false;
            for (RootPath name : asked.leadingTo(tree)) {
                if (!name.equals(tree) && directory(root, name).isPresent()) {
                    cover.sources.put(name, tree);
                    aliased = true;
                }
            }
            if (!aliased || asked.reason(tree).isPresent() || promoted.contains(tree)) {
                cover.sources.put(tree, tree);
            }
        }
        return cover;
    }

    private static List<RootPath> roots(Selection selection, CopyTrees trees, Set<RootPath> promoted)
            throws IOException {
        List<RootPath> roots = new ArrayList<>();
        RootPath last = null;
        for (Selection.Kept kept : selection.all()) {
            RootPath path = kept.path();
            if (!(kept.node() instanceof Node.Directory) || (last != null && path.startsWith(last))) {
                continue;
            }
            boolean whole = trees.isComplete(path)
                    && !trees.isEmpty(path)
                    && trees.wanted(kept).isPresent();
            if (whole || promoted.contains(path)) {
                roots.add(path);
                last = path;
            }
        }
        return roots;
    }

    private static Optional<RootPath> directory(RootFs root, RootPath name) throws IOException {
        return Walk.follow(root, name)
                .found()
                .filter(found -> found.node() instanceof Node.Directory)
                .map(Walk.Result.Found::path);
    }

    /** The target of each, and its source. */
    Map<RootPath, RootPath> targets() {
        return Collections.unmodifiableMap(sources);
    }

    /** The real path from which a path in the new root is copied, if it is in a tree. */
    Optional<RootPath> origin(RootPath target) {
        for (RootPath at = target; !at.isRoot(); at = at.parent()) {
            RootPath source = sources.get(at);
            if (source != null) {
                return Optional.of(RootPath.of(
                        source.raw() + target.raw().substring(at.raw().length())));
            }
        }
        return Optional.empty();
    }

    /** Whether a real path is copied with a tree, under any name. */
    boolean brings(RootPath real) {
        return sources.values().stream().anyMatch(real::startsWith);
    }
}
