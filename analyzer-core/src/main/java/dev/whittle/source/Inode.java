package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.tar.SparseMap;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarMeta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file behind a name in a tree of layers; hard links are names of the same one. There may be half a million, so
 * each is small: the objects that {@link dev.whittle.rootfs.RootFs} returns are created on request.
 */
abstract sealed class Inode {
    private int mode;
    private int uid;
    private int gid;
    private long modified;
    private int nanos;
    private Map<String, byte[]> extendedAttributes;

    Inode(TarMeta meta) {
        takeMeta(meta);
    }

    final void takeMeta(TarMeta meta) {
        mode = meta.mode();
        uid = (int) meta.uid();
        gid = (int) meta.gid();
        modified = meta.modified();
        nanos = meta.nanos();
        extendedAttributes = meta.extendedAttributes().isEmpty() ? Map.of() : meta.extendedAttributes();
    }

    final void takeMeta(Inode other) {
        mode = other.mode;
        uid = other.uid;
        gid = other.gid;
        modified = other.modified;
        nanos = other.nanos;
        extendedAttributes = other.extendedAttributes;
    }

    final Map<String, byte[]> extendedAttributes() {
        return Collections.unmodifiableMap(extendedAttributes);
    }

    final Attributes attributes() {
        return new Attributes(
                mode, Integer.toUnsignedLong(uid), Integer.toUnsignedLong(gid), Instant.ofEpochSecond(modified, nanos));
    }

    abstract Node node();

    static final class Directory extends Inode {
        private Map<String, Inode> children = Map.of();

        Directory(TarMeta meta) {
            super(meta);
        }

        @Nullable
        Inode get(String name) {
            return children.get(name);
        }

        void put(String name, Inode child) {
            if (children.isEmpty()) {
                children = new HashMap<>(4);
            }
            children.put(name, child);
        }

        @Nullable
        Inode remove(String name) {
            return children.isEmpty() ? null : children.remove(name);
        }

        /** Empties the directory. */
        Map<String, Inode> removeAll() {
            Map<String, Inode> all = children;
            children = Map.of();
            return all;
        }

        List<String> names() {
            List<String> names = new ArrayList<>(children.keySet());
            Collections.sort(names);
            return names;
        }

        @Override
        Node node() {
            return new Node.Directory(attributes());
        }
    }

    static final class File extends Inode {
        private final ByteSource layer;
        private final long offset;
        private final long size;
        private final @Nullable SparseMap sparse;

        /** @param layer the plain tar, which stays open as long as the tree is used */
        File(TarEntry entry, ByteSource layer) {
            super(entry.meta());
            this.layer = layer;
            this.offset = entry.contentOffset();
            this.size = entry.size();
            this.sparse = entry.sparse().orElse(null);
        }

        ByteSource open() {
            return sparse == null ? layer.slice(offset, size) : sparse.open(layer, size);
        }

        @Override
        Node node() {
            return new Node.RegularFile(attributes(), size, this);
        }
    }

    static final class Link extends Inode {
        private final String target;

        Link(TarMeta meta, String target) {
            super(meta);
            this.target = target;
        }

        String target() {
            return target;
        }

        @Override
        Node node() {
            return new Node.SymbolicLink(attributes(), target);
        }
    }

    static final class Device extends Inode {
        private final boolean block;
        private final int major;
        private final int minor;

        Device(TarMeta meta, boolean block, int major, int minor) {
            super(meta);
            this.block = block;
            this.major = major;
            this.minor = minor;
        }

        @Override
        Node node() {
            return new Node.Device(attributes(), block, major, minor);
        }
    }

    static final class Fifo extends Inode {
        Fifo(TarMeta meta) {
            super(meta);
        }

        @Override
        Node node() {
            return new Node.Fifo(attributes());
        }
    }
}
