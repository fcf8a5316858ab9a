package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A root with host files laid over it. The root itself is not modified. */
public final class OverlayRoot implements RootFs {
    private final RootFs base;
    private final Map<RootPath, Node> added = new HashMap<>();
    private final Map<RootPath, Path> hostFiles = new HashMap<>();

    public OverlayRoot(RootFs base) {
        this.base = base;
    }

    /**
     * Adds a host file, owned by root, with its mode and time. Links inside the root are followed, missing directories
     * are created with mode 0755; if the place is a directory, the file keeps its name in it.
     *
     * @param host absolute; a link is followed
     * @return the real path of the file in the root
     * @throws FileSystemException if the host file is not a regular file, or the place cannot be used
     */
    public RootPath add(Path host, String place) throws IOException {
        Path real = host.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw new FileSystemException(host.toString(), null, "not a regular file");
        }
        Path directory = real.getParent();
        Node node = DirectoryRoot.open(directory == null ? real : directory)
                .node(RootPath.ROOT.child(HostPath.rawName(real)))
                .orElseThrow();
        if (!(node instanceof Node.RegularFile file)) {
            throw new FileSystemException(host.toString(), null, "not a regular file");
        }
        RootPath path = place(place, HostPath.rawName(host));
        Attributes attributes = file.attributes();
        Attributes owned = new Attributes(attributes.mode() & 0777, 0, 0, attributes.modified());
        added.put(path, new Node.RegularFile(owned, file.size(), List.of("added", path)));
        hostFiles.put(path, real);
        return path;
    }

    /** The host file at this path, if there is one. */
    public Optional<Path> hostFile(RootPath path) {
        return Optional.ofNullable(hostFiles.get(path));
    }

    /** All added files, each by its real path. */
    public Map<RootPath, Path> hostFiles() {
        return Collections.unmodifiableMap(hostFiles);
    }

    private RootPath place(String raw, String name) throws IOException {
        RootPath wanted = RootPath.of(raw);
        Optional<Walk.Result.Found> there = Walk.follow(this, wanted).found();
        if (raw.endsWith("/")
                || there.filter(f -> f.node() instanceof Node.Directory).isPresent()) {
            wanted = wanted.child(name);
        }
        RootPath at = RootPath.ROOT;
        List<String> components = wanted.components();
        for (String component : components.subList(0, components.size() - 1)) {
            Walk.Result result = Walk.follow(this, at, component);
            if (result instanceof Walk.Result.Found found && found.node() instanceof Node.Directory) {
                at = found.path();
            } else if (result instanceof Walk.Result.Lost lost
                    && lost.cause() == Walk.Cause.MISSING
                    && node(at.child(component)).isEmpty()) {
                Attributes parent = node(at).orElseThrow().attributes();
                at = at.child(component);
                added.put(at, new Node.Directory(new Attributes(0755, 0, 0, parent.modified())));
            } else {
                throw new FileSystemException(raw, null, "no directory can be made at " + at.child(component));
            }
        }
        Walk.Result last = Walk.follow(this, at, wanted.name());
        if (!(last instanceof Walk.Result.Found found)) {
            return at.child(wanted.name());
        }
        if (found.node() instanceof Node.Directory) {
            throw new FileSystemException(raw, null, "a directory is in the place of " + found.path());
        }
        return found.path();
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        Node mine = added.get(path);
        if (mine != null) {
            return Optional.of(mine);
        }
        // The base has nothing below a directory that only exists here, and must not be queried with a missing parent.
        return added.containsKey(path.parent()) ? Optional.empty() : base.node(path);
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        Set<String> names = new HashSet<>();
        if (!added.containsKey(directory)) {
            names.addAll(base.list(directory));
        }
        added.keySet().stream().filter(path -> path.parent().equals(directory)).forEach(path -> names.add(path.name()));
        List<String> sorted = new ArrayList<>(names);
        Collections.sort(sorted);
        return sorted;
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        Path host = hostFiles.get(file);
        return host == null ? base.open(file) : HostContent.open(file, host);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return added.containsKey(path) ? Map.of() : base.extendedAttributes(path);
    }
}
