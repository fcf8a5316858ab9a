package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The kept files that several images have in common: the same content under the same path, with the same owner, mode, time
 * and attributes. That is so for what they have from common layers and none of them changes. What is newly written for an image
 * is its own.
 */
public final class SharedPaths {
    private static final int BUFFER = 1 << 16;

    private final Set<RootPath> paths;

    private SharedPaths(Set<RootPath> paths) {
        this.paths = Set.copyOf(paths);
    }

    /**
     * One image.
     *
     * @param root that the selection is of
     */
    public record Part(Selection selection, RootFs root) {}

    /**
     * @param images at least one
     * @throws SourceReadException if a root cannot be read
     */
    public static SharedPaths of(List<Part> images) throws IOException {
        Part first = images.get(0);
        Set<RootPath> shared = new LinkedHashSet<>();
        for (Selection.Kept kept : first.selection().all()) {
            if (!(kept.node() instanceof Node.Directory) && isInAll(kept, images)) {
                shared.add(kept.path());
            }
        }
        for (Part image : images) {
            shared.removeAll(splitLinks(image.selection(), shared));
        }
        return new SharedPaths(shared);
    }

    /** How many paths there are but for directories. */
    public int count() {
        return paths.size();
    }

    /** The layer that all of the images get: what is shared, and the directories above it as this image has them. */
    public Selection base(Selection selection) {
        Set<RootPath> above = new HashSet<>();
        for (RootPath path : paths) {
            for (RootPath at = path.parent(); !at.isRoot() && above.add(at); at = at.parent()) {
                // all directories up to the root
            }
        }
        return selection.only(kept -> paths.contains(kept.path()) || above.contains(kept.path()));
    }

    /** The layer of one image: what is not shared, and all directories, since their times are those of this image. */
    public Selection rest(Selection selection) {
        return selection.only(kept -> !paths.contains(kept.path()));
    }

    private static boolean isInAll(Selection.Kept kept, List<Part> images) throws IOException {
        Part first = images.get(0);
        for (Part image : images) {
            Optional<Selection.Kept> found = image.selection().get(kept.path());
            if (found.isEmpty()
                    || found.get().content().isPresent()
                    || !isSame(kept.node(), found.get().node())) {
                return false;
            }
        }
        for (Part image : images.subList(1, images.size())) {
            if (!isSameContent(kept, first.root(), image.root())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Node one, Node other) {
        if (one instanceof Node.RegularFile file && other instanceof Node.RegularFile regularFile) {
            return file.size() == regularFile.size() && isSame(file.attributes(), regularFile.attributes());
        }
        return !(one instanceof Node.Socket) && one.equals(other);
    }

    /** A layer has whole seconds. */
    private static boolean isSame(Attributes one, Attributes other) {
        return one.mode() == other.mode()
                && one.uid() == other.uid()
                && one.gid() == other.gid()
                && one.modified().getEpochSecond() == other.modified().getEpochSecond();
    }

    private static boolean isSameContent(Selection.Kept kept, RootFs one, RootFs other) throws IOException {
        if (!(kept.node() instanceof Node.RegularFile)) {
            return true;
        }
        try {
            return attributes(one, kept.path()).equals(attributes(other, kept.path()))
                    && isSameContent(kept.path(), one, other);
        } catch (IOException e) {
            throw new SourceReadException(kept.path(), e);
        }
    }

    private static Map<String, ByteBuffer> attributes(RootFs root, RootPath path) throws IOException {
        Map<String, ByteBuffer> kept = new TreeMap<>();
        root.extendedAttributes(path).forEach((name, value) -> {
            if (SourceReader.keeps(name)) {
                kept.put(name, ByteBuffer.wrap(value));
            }
        });
        return kept;
    }

    private static boolean isSameContent(RootPath path, RootFs one, RootFs other) throws IOException {
        try (ByteSource left = one.open(path);
                ByteSource right = other.open(path)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            ByteBuffer byteBuffer = ByteBuffer.allocate(BUFFER);
            for (long position = 0; position < left.size(); position += buffer.limit()) {
                int count = (int) Math.min(BUFFER, left.size() - position);
                left.readFully(position, buffer.clear().limit(count));
                right.readFully(position, byteBuffer.clear().limit(count));
                if (!Arrays.equals(buffer.array(), 0, count, byteBuffer.array(), 0, count)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Shared names of files that have other names which are not: a file must be in one layer with all of them. */
    private static Set<RootPath> splitLinks(Selection selection, Set<RootPath> shared) {
        Map<Object, List<RootPath>> names = new HashMap<>();
        for (Selection.Kept kept : selection.all()) {
            if (kept.node() instanceof Node.RegularFile file) {
                names.computeIfAbsent(file.identity(), key -> new ArrayList<>()).add(kept.path());
            }
        }
        Set<RootPath> split = new HashSet<>();
        for (List<RootPath> all : names.values()) {
            if (!shared.containsAll(all)) {
                split.addAll(all);
            }
        }
        return split;
    }
}
