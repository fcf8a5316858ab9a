package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds paths to a selection, each as a process would open it: with every link and parent directory. */
final class SelectionCollector {
    private final RootFs root;
    private final NearbyWalk walk;
    private final List<PathPattern> excludes;
    private final SelectionBuilder selection = new SelectionBuilder();
    private final List<RootPath> allowed = new ArrayList<>();
    private final Map<RootPath, Reason> excluded = new LinkedHashMap<>();
    private final Set<PathPattern> effective = new HashSet<>();

    /** Raw paths whose own entry was kept, in addition to their target. */
    private final Set<String> themselves = new HashSet<>();

    SelectionCollector(RootFs root, List<PathPattern> excludes) throws IOException {
        this.root = root;
        this.walk = new NearbyWalk(root);
        List<PathPattern> all = new ArrayList<>();
        for (PathPattern exclude : excludes) {
            all.add(exclude.in(root));
        }
        this.excludes = List.copyOf(all);
    }

    /**
     * Keeps the target of a raw path, and every link and directory on the way. A link that leads nowhere, or to /proc,
     * is kept unchanged.
     */
    Optional<Walk.Result.Found> keep(String rawPath, Reason reason) throws IOException {
        Optional<Walk.Result.Found> whole = whole(rawPath);
        Optional<Walk.Result.Found> end = whole.isPresent() ? whole : itself(rawPath);
        // Share one string for the name and the path if they are equal.
        String name = end.isPresent() && rawPath.equals(end.get().path().raw())
                ? end.get().path().raw()
                : rawPath;
        boolean isNew = selection.name(name, reason);
        if (end.isPresent()) {
            // The root is immutable, and so is the way of a name that was kept before.
            if (isNew && !(themselves.contains(name) && isSame(end, itself(name)))) {
                keepWay(end.get(), name, true);
            }
            add(end.get().path(), end.get().node(), reason);
        }
        return whole;
    }

    /**
     * Keeps an entry of a directory that was kept for the same reason: its parents are kept already. Giving each parent
     * a reason for it would make the number of reasons quadratic in the depth of a tree.
     *
     * @param path real, and not a symbolic link
     */
    void keepEntry(RootPath path, Node node, Reason reason) {
        selection.name(path.raw(), reason);
        add(path, node, reason);
    }

    /** The entry itself, without following a link; the link may lead to /proc or to a file created at run time. */
    void keepItself(String rawPath, Reason reason) throws IOException {
        Optional<Walk.Result.Found> itself = itself(rawPath);
        if (itself.isPresent()) {
            boolean isNew = themselves.add(rawPath);
            if (isNew && !(selection.isNamed(rawPath) && isSame(itself, whole(rawPath)))) {
                keepWay(itself.get(), rawPath, !selection.isNamed(rawPath));
            }
            add(itself.get().path(), itself.get().node(), reason);
        }
    }

    /** The target of a path, unless it leads from elsewhere to something that is mounted at run time. */
    private Optional<Walk.Result.Found> whole(String rawPath) throws IOException {
        return walk.follow(rawPath)
                .filter(found -> !SystemPaths.isMounted(found.path()) || SystemPaths.isMounted(RootPath.of(rawPath)));
    }

    private Optional<Walk.Result.Found> itself(String rawPath) throws IOException {
        return Walk.followParents(root, Walk.normalise(root, rawPath)).found();
    }

    private static boolean isSame(Optional<Walk.Result.Found> one, Optional<Walk.Result.Found> other) {
        return one.map(Walk.Result.Found::path).equals(other.map(Walk.Result.Found::path));
    }

    /**
     * All steps share their reasons: otherwise a file deep in a tree would take its path's length in memory for each.
     *
     * @param isNew whether this way was not used before
     */
    private void keepWay(Walk.Result.Found end, String rawPath, boolean isNew) throws IOException {
        keepWay(end.via(), rawPath, end.path(), isNew);
    }

    private void keepWay(List<RootPath> via, String rawPath, RootPath target, boolean isNew) throws IOException {
        Reason above = Reason.above(rawPath, target);
        Optional<Reason> link = Optional.empty();
        for (RootPath step : via) {
            Optional<Node> known = selection.node(step);
            Node node = known.isPresent() ? known.get() : root.node(step).orElseThrow();
            boolean isLink = node instanceof Node.SymbolicLink;
            if (isLink && link.isEmpty()) {
                link = Optional.of(new Reason(Reason.Kind.LINK, "link on the way to " + rawPath, target));
            }
            add(step, node, isLink ? link.orElseThrow() : above, isNew);
        }
    }

    private void add(RootPath path, Node node, Reason reason) {
        add(path, node, reason, false);
    }

    /** @param isNew whether the reason cannot exist yet */
    private void add(RootPath path, Node node, Reason reason, boolean isNew) {
        if (path.isRoot()) {
            return;
        }
        if (!isExcluded(path)) {
            selection.add(path, node, reason, isNew);
        } else if (reason.isRequired() || reason.kind() == Reason.Kind.HIDDEN) {
            excluded.putIfAbsent(path, reason);
        }
    }

    /**
     * Writes generated content to a file. Owner and mode are those of the file that it replaces, its time that file's
     * or that of the newest kept file: the same input gives the same output.
     *
     * @throws FileSystemException if something other than a file is in its place
     */
    void write(Generated generated) throws IOException {
        RootPath named = generated.path();
        Optional<Walk.Result.Found> there = Walk.follow(root, named).found();
        RootPath path = there.map(Walk.Result.Found::path).orElse(named);
        if (isExcluded(path)) {
            return;
        }
        Optional<Attributes> old = Optional.empty();
        if (there.isPresent()) {
            if (!(there.get().node() instanceof Node.RegularFile file)) {
                throw new FileSystemException(named.raw(), null, "cannot be written: not a regular file");
            }
            old = Optional.of(file.attributes());
            keepWay(there.get().via(), named.raw(), path, false);
        } else if (Walk.followParents(root, named) instanceof Walk.Result.Found) {
            throw new FileSystemException(named.raw(), null, "cannot be written: it is a link that leads nowhere");
        } else {
            path = makeWay(named);
        }
        Instant time = generated.keepsTime() && old.isPresent()
                ? old.get().modified()
                : selection.newest().orElse(Instant.EPOCH);
        ByteSource content = generated.content().orElseThrow();
        Attributes attributes = new Attributes(
                old.map(Attributes::mode).orElse(0644),
                old.map(Attributes::uid).orElse(0L),
                old.map(Attributes::gid).orElse(0L),
                time);
        Node.RegularFile file = new Node.RegularFile(attributes, content.size(), List.of("generated", path));
        for (Reason reason : generated.reasons()) {
            selection.write(path, file, content, reason);
        }
    }

    /**
     * Removes a file that the user excluded.
     *
     * @return whether something needs it: then it counts as excluded
     */
    boolean leaveOut(Generated generated) throws IOException {
        RootPath path = Walk.follow(root, generated.path())
                .found()
                .map(Walk.Result.Found::path)
                .orElse(generated.path());
        boolean isKept = selection.remove(path);
        if (isKept) {
            excluded.putIfAbsent(path, generated.reasons().get(0));
        }
        return isKept || isExcluded(path);
    }

    /** The parent directories of a file that the root does not have, as far as they exist. */
    private RootPath makeWay(RootPath named) throws IOException {
        RootPath above = named.parent();
        Walk.Result result = Walk.follow(root, above);
        if (result instanceof Walk.Result.Found found && found.node() instanceof Node.Directory directory) {
            RootPath path = found.path().child(named.name());
            keepWay(found.via(), named.raw(), path, false);
            add(found.path(), directory, Reason.above(named.raw(), path));
            return path;
        }
        boolean isFree = Walk.followParents(root, above).found().isEmpty();
        if (result instanceof Walk.Result.Lost lost && lost.cause() == Walk.Cause.MISSING && isFree) {
            RootPath path = makeWay(above).child(named.name());
            Attributes attributes =
                    new Attributes(0755, 0, 0, selection.newest().orElse(Instant.EPOCH));
            add(path.parent(), new Node.Directory(attributes), Reason.above(named.raw(), path));
            return path;
        }
        throw new FileSystemException(named.raw(), null, "cannot be written: its directory does not exist");
    }

    /** Whether a path of a kept tree is to be left out. */
    boolean isLeftOut(RootPath path) {
        boolean leftOut = isExcluded(path);
        if (leftOut) {
            selection.leaveOut(path);
        }
        return leftOut;
    }

    boolean isExcluded(RootPath path) {
        boolean any = false;
        for (PathPattern pattern : excludes) {
            if (pattern.covers(path)) {
                effective.add(pattern);
                any = true;
            }
        }
        return any && allowed.stream().noneMatch(rootPath -> rootPath.startsWith(path) || path.startsWith(rootPath));
    }

    /**
     * Paths that a run proved to be needed are not excluded: neither they, nor their parents and links, nor what is
     * below them.
     */
    void allow(RootPath tried) throws IOException {
        allowed.add(tried);
        for (Optional<Walk.Result.Found> end : List.of(whole(tried.raw()), itself(tried.raw()))) {
            if (end.isPresent()) {
                allowed.add(end.get().path());
                allowed.addAll(links(end.get().via()));
            }
        }
    }

    private List<RootPath> links(List<RootPath> via) throws IOException {
        List<RootPath> links = new ArrayList<>();
        for (RootPath step : via) {
            if (root.node(step)
                    .filter(node -> node instanceof Node.SymbolicLink)
                    .isPresent()) {
                links.add(step);
            }
        }
        return links;
    }

    /** @param path real */
    boolean isKept(RootPath path) {
        return selection.node(path).isPresent();
    }

    Selection selection() {
        return selection.build();
    }

    List<Closure.Excluded> excluded() {
        List<Closure.Excluded> lost = new ArrayList<>();
        excluded.forEach((path, reason) -> lost.add(new Closure.Excluded(path, reason)));
        return lost;
    }

    /** Patterns that matched nothing. */
    List<PathPattern> idle() {
        List<PathPattern> idle = new ArrayList<>(excludes);
        idle.removeAll(effective);
        return idle;
    }
}
