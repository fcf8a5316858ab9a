package dev.whittle.dockerfile;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The root that COPY instructions create from another, as a root. */
final class CopiedTree implements RootFs {
    private static final Node NEW_DIRECTORY = new Node.Directory(new Attributes(0755, 0, 0, Instant.EPOCH));

    private final RootFs base;
    private final Map<RootPath, Node> nodes = new TreeMap<>();
    private final Map<RootPath, RootPath> origins = new TreeMap<>();
    private final Map<RootPath, SortedSet<String>> names = new TreeMap<>();

    CopiedTree(RootFs base) {
        this.base = base;
        nodes.put(RootPath.ROOT, NEW_DIRECTORY);
        names.put(RootPath.ROOT, new TreeSet<>());
    }

    /** @param source real: a file, or a directory whose content is copied to {@code target} */
    void copy(RootPath source, RootPath target) throws IOException {
        copy(source, target, Exclusion.NONE);
    }

    void copy(RootPath source, RootPath target, Exclusion exclusion) throws IOException {
        Optional<Node> node = base.node(source);
        if (node.isPresent()) {
            boolean link = node.get() instanceof Node.SymbolicLink;
            copy(source, node.get(), link ? real(target.parent()).child(target.name()) : real(target), exclusion);
        }
    }

    /** Like builders, follows a link that an earlier COPY created. */
    RootPath real(RootPath target) throws IOException {
        RootPath at = RootPath.ROOT;
        for (String part : target.components()) {
            RootPath next = at.child(part);
            Optional<Walk.Result.Found> found = Walk.follow(this, next).found();
            at = found.isPresent() && found.get().node() instanceof Node.Directory
                    ? found.get().path()
                    : next;
        }
        return at;
    }

    /** An empty directory that stands for one of the base. */
    void makeDirectory(RootPath target, RootPath origin) {
        makeDirectory(target);
        origins.putIfAbsent(target, origin);
    }

    void makeDirectory(RootPath target) {
        if (!target.isRoot() && !(nodes.get(target) instanceof Node.Directory)) {
            put(target, NEW_DIRECTORY);
        }
        names.computeIfAbsent(target, t -> new TreeSet<>());
    }

    private void copy(RootPath source, Node node, RootPath target, Exclusion exclusion) throws IOException {
        if (node instanceof Node.Directory) {
            makeDirectory(target);
            origins.putIfAbsent(target, source);
            for (String name : base.list(source)) {
                Optional<Node> child = base.node(source.child(name));
                if (child.isPresent() && !exclusion.covers(source.child(name))) {
                    copy(source.child(name), child.get(), target.child(name), exclusion);
                }
            }
        } else if (!target.isRoot()) {
            put(target, node);
            origins.put(target, source);
        }
    }

    private void put(RootPath target, Node node) {
        makeDirectory(target.parent());
        names.computeIfAbsent(target.parent(), p -> new TreeSet<>()).add(target.name());
        nodes.put(target, node);
    }

    /** The path of the base that a path was copied from; for a directory, the first. */
    Optional<RootPath> origin(RootPath path) {
        return Optional.ofNullable(origins.get(path));
    }

    /** Everything in it, parents first. */
    List<RootPath> paths() {
        List<RootPath> all = new ArrayList<>(nodes.keySet());
        all.remove(RootPath.ROOT);
        return all;
    }

    @Override
    public Optional<Node> node(RootPath path) {
        return Optional.ofNullable(nodes.get(path));
    }

    @Override
    public List<String> list(RootPath directory) {
        return List.copyOf(names.getOrDefault(directory, new TreeSet<>()));
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        return base.open(known(file));
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return base.extendedAttributes(known(path));
    }

    private RootPath known(RootPath path) throws IOException {
        RootPath origin = origins.get(path);
        if (origin == null) {
            throw new NoSuchFileException(path.raw());
        }
        return origin;
    }
}
