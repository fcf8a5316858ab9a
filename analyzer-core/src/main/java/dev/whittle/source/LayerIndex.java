package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.SparseMap;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import dev.whittle.toc.TocLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The entries of one layer, split into what it adds and what it hides (OCI image-spec, layer.md). Names are relative.
 */
final class LayerIndex {
    private static final String WHITEOUT = ".wh.";
    private static final String METADATA = ".wh..wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final String label;
    private final List<Placement> placements = new ArrayList<>();
    private final List<Whiteout> whiteouts = new ArrayList<>();
    private long contentBytes;
    private Optional<String> remark = Optional.empty();

    /** Something added at a path; the empty path is the root. */
    sealed interface Placement {
        String path();

        record Entry(String path, Inode inode) implements Placement {}

        /** @param target path of another name of the same file */
        record HardLink(String path, String target) implements Placement {}

        /** A file that is not part of the tree, but may be the target of hard links: aufs stored some this way. */
        record Hidden(String path, Inode inode) implements Placement {}
    }

    /** @param name of what is hidden in the directory; empty if everything is */
    record Whiteout(String directory, String name) {}

    private LayerIndex(String label) {
        this.label = label;
    }

    static LayerIndex read(String label, ByteSource layer, Workspace workspace)
            throws IOException, BadArchiveException {
        LayerIndex index = new LayerIndex(label);
        TarReader reader = new TarReader(label, layer, TarLimits.DEFAULT.withEntries(workspace.maxEntries()));
        for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
            TarEntry entry = next.get();
            if (entry.sparse().isPresent()) {
                // Holes cost nothing in the archive, but count fully in whatever is written.
                SparseMap sparse = entry.sparse().get();
                workspace.take(label, entry.size() - sparse.dataSize());
            }
            index.contentBytes += entry.size();
            index.add(entry, layer);
        }
        index.remark = reader.remark().map(remark -> label + ": " + remark);
        return index;
    }

    /** Of a layer that is read by its table of contents. */
    static LayerIndex of(String label, TocLayer layer) throws BadArchiveException {
        LayerIndex index = new LayerIndex(label);
        for (TarEntry entry : layer.entries()) {
            index.contentBytes += entry.size();
            index.add(entry, layer);
        }
        return index;
    }

    String label() {
        return label;
    }

    /** Total of all files, as the engine counts: moby, layer/layer_store.go, applyTar. */
    long contentBytes() {
        return contentBytes;
    }

    /** Remarks about the layer; raw. */
    Optional<String> remark() {
        return remark;
    }

    List<Placement> placements() {
        return placements;
    }

    List<Whiteout> whiteouts() {
        return whiteouts;
    }

    /** Paths for which this layer has a directory's entry. */
    Set<String> directories() {
        Set<String> paths = new HashSet<>();
        for (Placement placement : placements) {
            if (placement instanceof Placement.Entry entry && entry.inode() instanceof Inode.Directory) {
                paths.add(entry.path());
            }
        }
        return paths;
    }

    private void add(TarEntry entry, ByteSource layer) throws BadArchiveException {
        String path = normalise(entry, entry.name());
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        if (path.contains(WHITEOUT)
                && addSpecial(entry, path, slash < 0 ? "" : path.substring(0, slash), name, layer)) {
            return;
        }
        placements.add(
                entry.type() == TarEntry.Type.HARD_LINK
                        ? new Placement.HardLink(path, normalise(entry, entry.linkTarget()))
                        : new Placement.Entry(path, inode(entry, layer)));
    }

    /** False if the name only looks like one. */
    private boolean addSpecial(TarEntry entry, String path, String directory, String name, ByteSource layer)
            throws BadArchiveException {
        if (name.equals(OPAQUE)) {
            whiteouts.add(new Whiteout(directory, ""));
            return true;
        }
        for (String component : RootPath.split(path)) {
            if (component.startsWith(METADATA)) {
                if (entry.type() == TarEntry.Type.FILE) {
                    placements.add(new Placement.Hidden(path, inode(entry, layer)));
                }
                return true;
            }
        }
        if (name.equals(WHITEOUT)) {
            throw bad(entry, "a whiteout of nothing: " + path);
        }
        if (name.equals(WHITEOUT + ".") || name.equals(WHITEOUT + "..")) {
            throw bad(entry, "a whiteout of \".\" or \"..\": " + path);
        }
        if (name.startsWith(WHITEOUT)) {
            whiteouts.add(new Whiteout(directory, name.substring(WHITEOUT.length())));
            return true;
        }
        if (RootPath.split(directory).stream().anyMatch(component -> component.startsWith(WHITEOUT))) {
            throw bad(entry, "an entry below a whiteout: " + path);
        }
        return false;
    }

    private static Inode inode(TarEntry entry, ByteSource layer) {
        return switch (entry.type()) {
            case FILE, HARD_LINK -> new Inode.File(entry, layer);
            case DIRECTORY -> new Inode.Directory(entry.meta());
            case SYMBOLIC_LINK -> new Inode.Link(entry.meta(), entry.linkTarget());
            case CHARACTER_DEVICE ->
                new Inode.Device(
                        entry.meta(),
                        false,
                        entry.device().major(),
                        entry.device().minor());
            case BLOCK_DEVICE ->
                new Inode.Device(
                        entry.meta(),
                        true,
                        entry.device().major(),
                        entry.device().minor());
            case FIFO -> new Inode.Fifo(entry.meta());
        };
    }

    /** Relative, without empty components and dots. {@code ..} is rejected wherever it would lead. */
    private String normalise(TarEntry entry, String name) throws BadArchiveException {
        if (isNormal(name)) {
            return name;
        }
        List<String> parts = new ArrayList<>();
        for (String part : RootPath.split(name)) {
            if (part.equals("..")) {
                throw bad(entry, "a name with \"..\": " + name);
            }
            if (!part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** True for most names, which are used unchanged. */
    private static boolean isNormal(String name) {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '/') {
                int length = i - start;
                boolean dots = length > 0
                        && name.charAt(start) == '.'
                        && (length == 1 || (length == 2 && name.charAt(start + 1) == '.'));
                if (length == 0 || dots) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private BadArchiveException bad(TarEntry entry, String reason) {
        return new BadArchiveException(label, entry.headerOffset(), reason);
    }
}
