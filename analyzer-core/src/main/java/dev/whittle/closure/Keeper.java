package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts paths into a selection, each as a process would open it: with every link and directory on the way. */
final class Keeper {
    /** What is mounted at run time: no image has it, and on a live root it is another at each look. */
    private static final List<RootPath> MOUNTED =
            List.of(RootPath.of("/proc"), RootPath.of("/sys"), RootPath.of("/dev"));

    private final RootFs root;
    private final List<PathPattern> excludes;
    private final Selection.Builder selection = new Selection.Builder();
    private final Map<RootPath, Reason> excluded = new LinkedHashMap<>();
    private final Set<PathPattern> effective = new HashSet<>();

    Keeper(RootFs root, List<PathPattern> excludes) {
        this.root = root;
        this.excludes = excludes;
    }

    /** Keeps what a raw path leads to, and the way there. A link that leads nowhere, or to /proc, is kept as it is. */
    Optional<Walk.Result.Found> keep(String rawPath, Reason reason) throws IOException {
        Walk.Result result = Walk.follow(root, RootPath.ROOT, rawPath);
        if (result instanceof Walk.Result.Found found
                && (!isMounted(found.path()) || isMounted(RootPath.of(rawPath)))) {
            keepWay(found.via(), rawPath, found.path());
            add(found.path(), found.node(), reason);
            return Optional.of(found);
        }
        keepItself(rawPath, reason);
        return Optional.empty();
    }

    private static boolean isMounted(RootPath path) {
        return MOUNTED.stream().anyMatch(path::startsWith);
    }

    /** What a path names itself, a link not followed; it may be one to /proc or to a file made at run time. */
    void keepItself(String rawPath, Reason reason) throws IOException {
        Walk.Result itself = Walk.followParents(root, Walk.normalise(root, rawPath));
        if (itself instanceof Walk.Result.Found link) {
            keepWay(link.via(), rawPath, link.path());
            add(link.path(), link.node(), reason);
        }
    }

    private void keepWay(List<RootPath> via, String rawPath, RootPath target) throws IOException {
        for (RootPath step : via) {
            Node node = root.node(step).orElseThrow();
            Reason reason = node instanceof Node.SymbolicLink
                    ? new Reason(Reason.Kind.LINK, "link on the way to " + rawPath, target)
                    : new Reason(Reason.Kind.PARENT, "directory above " + rawPath, target);
            add(step, node, reason);
        }
    }

    private void add(RootPath path, Node node, Reason reason) {
        if (path.isRoot()) {
            return;
        }
        if (!isExcluded(path)) {
            selection.add(path, node, reason);
        } else if (reason.isRequired()) {
            excluded.putIfAbsent(path, reason);
        }
    }

    boolean isExcluded(RootPath path) {
        boolean any = false;
        for (PathPattern pattern : excludes) {
            if (pattern.covers(path)) {
                effective.add(pattern);
                any = true;
            }
        }
        return any;
    }

    Selection selection() {
        return selection.build();
    }

    List<Closure.Excluded> excluded() {
        List<Closure.Excluded> lost = new ArrayList<>();
        excluded.forEach((path, reason) -> lost.add(new Closure.Excluded(path, reason)));
        return lost;
    }

    /** Patterns that took nothing away. */
    List<PathPattern> idle() {
        List<PathPattern> idle = new ArrayList<>(excludes);
        idle.removeAll(effective);
        return idle;
    }
}
