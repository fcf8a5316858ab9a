package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.path.RootPath;
import dev.whittle.tar.TarMeta;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies one layer after the other to a tree (OCI image-spec, layer.md): first what the layer hides in those below it,
 * wherever that is in the layer, then its entries in order.
 */
final class LayerTree {
    /** Limit of Linux: fs/namei.c, MAXSYMLINKS. */
    private static final int MAX_LINKS = 40;

    /** For a directory without an entry. No clock: the same layers give the same tree. */
    private static final TarMeta MADE = new TarMeta(0755, 0, 0, 0, Map.of());

    private final Inode.Directory root = new Inode.Directory(MADE);

    /** Hidden by the current layer, but a hard link in it may still refer to it. */
    private final IdentityHashMap<Inode.Directory, Map<String, Inode>> hidden = new IdentityHashMap<>();

    private final Map<String, Inode> metadata = new HashMap<>();
    private String label = "";

    Inode.Directory root() {
        return root;
    }

    void apply(LayerIndex layer) throws BadArchiveException {
        label = layer.label();
        if (!layer.whiteouts().isEmpty()) {
            hide(layer.whiteouts(), layer.directories());
        }
        for (LayerIndex.Placement placement : layer.placements()) {
            place(placement);
        }
        hidden.clear();
        metadata.clear();
    }

    private void hide(List<LayerIndex.Whiteout> whiteouts, Set<String> directories) {
        for (LayerIndex.Whiteout whiteout : whiteouts) {
            Inode.Directory directory = existing(whiteout.directory(), directories);
            if (directory == null) {
                continue;
            }
            if (whiteout.name().isEmpty()) {
                remember(directory).putAll(directory.removeAll());
            } else {
                Inode removed = directory.remove(whiteout.name());
                if (removed != null) {
                    remember(directory).put(whiteout.name(), removed);
                }
            }
        }
    }

    private Map<String, Inode> remember(Inode.Directory directory) {
        return hidden.computeIfAbsent(directory, d -> new HashMap<>());
    }

    /**
     * The directory of the lower layers that a whiteout refers to; null if they have none. If the layer itself replaces
     * a link with a directory, its whiteouts refer to that directory, not to the target of the link.
     */
    private Inode.@Nullable Directory existing(String path, Set<String> directories) {
        int slash = -1;
        do {
            slash = path.indexOf('/', slash + 1);
            String prefix = slash < 0 ? path : path.substring(0, slash);
            if (directories.contains(prefix) && !(lookup(prefix) instanceof Inode.Directory)) {
                return null;
            }
        } while (slash >= 0);
        try {
            return new Way(false).directory(path);
        } catch (NoWayException e) {
            return null;
        }
    }

    private void place(LayerIndex.Placement placement) throws BadArchiveException {
        String path = placement.path();
        if (placement instanceof LayerIndex.Placement.Hidden file) {
            metadata.put(path, file.inode());
            return;
        }
        if (path.isEmpty()) {
            if (!(placement instanceof LayerIndex.Placement.Entry entry)
                    || !(entry.inode() instanceof Inode.Directory)) {
                throw bad("/", "the root is not a directory");
            }
            root.takeMeta(entry.inode());
            return;
        }
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        Inode.Directory parent = parent(path, slash < 0 ? "" : path.substring(0, slash));
        Inode before = parent.get(name);
        if (placement instanceof LayerIndex.Placement.HardLink link) {
            parent.put(name, target(link));
        } else if (placement instanceof LayerIndex.Placement.Entry entry) {
            if (before instanceof Inode.Directory && entry.inode() instanceof Inode.Directory) {
                before.takeMeta(entry.inode());
            } else {
                parent.put(name, entry.inode());
            }
        }
    }

    private Inode.Directory parent(String path, String directory) throws BadArchiveException {
        try {
            Inode.Directory parent = new Way(true).directory(directory);
            if (parent != null) {
                return parent;
            }
            throw new IllegalStateException("a directory that is missing is made");
        } catch (NoWayException e) {
            throw bad("/" + path, e.getMessage());
        }
    }

    private Inode target(LayerIndex.Placement.HardLink link) throws BadArchiveException {
        Inode target = lookup(link.target());
        if (target == null) {
            target = metadata.get(link.target());
        }
        if (target == null) {
            throw bad("/" + link.path(), "a hard link to /" + link.target() + ", which is not there");
        }
        if (target instanceof Inode.Directory) {
            throw bad("/" + link.path(), "a hard link to /" + link.target() + ", which is a directory");
        }
        return target;
    }

    /** The file at a path, a link in the last component as itself, even if the current layer hides it. */
    private @Nullable Inode lookup(String path) {
        if (path.isEmpty()) {
            return root;
        }
        int slash = path.lastIndexOf('/');
        try {
            Inode.Directory parent = new Way(false).directory(slash < 0 ? "" : path.substring(0, slash));
            return parent == null ? null : child(parent, path.substring(slash + 1));
        } catch (NoWayException e) {
            return null;
        }
    }

    private @Nullable Inode child(Inode.Directory directory, String name) {
        Inode child = directory.get(name);
        if (child != null || hidden.isEmpty()) {
            return child;
        }
        return hidden.getOrDefault(directory, Map.of()).get(name);
    }

    private BadArchiveException bad(String path, @Nullable String reason) {
        return new BadArchiveException(label, path + ": " + reason);
    }

    /** A file where a directory should be, or a link loop. */
    private static final class NoWayException extends Exception {
        private static final long serialVersionUID = 1L;

        NoWayException(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Walks to a directory: links are followed, an absolute one from the root, which {@code ..} does not leave. */
    private final class Way {
        private final boolean make;
        private final Deque<String> pending = new ArrayDeque<>();
        private final Deque<Inode.Directory> above = new ArrayDeque<>();
        private Inode.Directory at = root;
        private int links;

        /** @param make whether to create missing directories; if not, what the current layer hides counts too */
        Way(boolean make) {
            this.make = make;
        }

        Inode.@Nullable Directory directory(String path) throws NoWayException {
            push(path);
            while (!pending.isEmpty()) {
                String name = pending.pop();
                if (name.equals("..")) {
                    at = above.isEmpty() ? root : above.pop();
                    continue;
                }
                if (name.equals(".")) {
                    continue;
                }
                Inode next = make ? at.get(name) : child(at, name);
                if (next == null && make) {
                    next = new Inode.Directory(MADE);
                    at.put(name, next);
                }
                if (next == null) {
                    return null;
                }
                if (next instanceof Inode.Directory directory) {
                    above.push(at);
                    at = directory;
                } else if (next instanceof Inode.Link link) {
                    follow(link, name);
                } else {
                    throw new NoWayException("below " + name + ", which is not a directory");
                }
            }
            return at;
        }

        private void follow(Inode.Link link, String name) throws NoWayException {
            if (++links > MAX_LINKS) {
                throw new NoWayException("below the link " + name + ", which leads in a circle");
            }
            if (link.target().startsWith("/")) {
                above.clear();
                at = root;
            }
            push(link.target());
        }

        private void push(String path) {
            List<String> parts = RootPath.split(path);
            for (int i = parts.size() - 1; i >= 0; i--) {
                pending.push(parts.get(i));
            }
        }
    }
}
