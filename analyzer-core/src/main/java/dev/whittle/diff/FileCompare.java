package dev.whittle.diff;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares paths of two roots; contents of the same size byte by byte. */
final class FileCompare {
    private static final int BUFFER = 1 << 16;

    private final TreeSide one;
    private final TreeSide other;

    FileCompare(TreeSide one, TreeSide other) {
        this.one = one;
        this.other = other;
    }

    List<Change> changes() {
        TreeSet<RootPath> all = new TreeSet<>(one.nodes().keySet());
        all.addAll(other.nodes().keySet());
        return List.copyOf(all).parallelStream()
                .map(this::change)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Change> change(RootPath path) {
        Node before = one.nodes().get(path);
        Node after = other.nodes().get(path);
        if (before == null || after == null) {
            return Optional.of(new Change(
                    path, before == null ? Change.Kind.COME : Change.Kind.GONE, List.of(), size(before), size(after)));
        }
        try {
            List<String> differences = what(path, before, after);
            return differences.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Change(path, Change.Kind.CHANGED, differences, size(before), size(after)));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }

    private List<String> what(RootPath path, Node before, Node after) throws IOException {
        List<String> differences = new ArrayList<>();
        if (!before.getClass().equals(after.getClass())) {
            differences.add("type");
        } else if (before instanceof Node.RegularFile was
                && (was.size() != ((Node.RegularFile) after).size() || !sameContent(path, was.size()))) {
            differences.add("content");
        }
        Attributes was = before.attributes();
        Attributes is = after.attributes();
        boolean link = before instanceof Node.SymbolicLink;
        if (was.mode() != is.mode() && !link) {
            differences.add("mode"); // meaningless for a link, and media differ in it
        }
        if (was.uid() != is.uid() || was.gid() != is.gid()) {
            differences.add("owner");
        }
        if (link
                && after instanceof Node.SymbolicLink target
                && !((Node.SymbolicLink) before).target().equals(target.target())) {
            differences.add("target");
        }
        if (before instanceof Node.Device device
                && after instanceof Node.Device same
                && (device.block() != same.block()
                        || device.major() != same.major()
                        || device.minor() != same.minor())) {
            differences.add("device");
        }
        if (before instanceof Node.RegularFile && after instanceof Node.RegularFile && !sameAttributes(path)) {
            differences.add("xattrs");
        }
        return differences;
    }

    private boolean sameContent(RootPath path, long size) throws IOException {
        try (ByteSource was = one.root().open(path);
                ByteSource is = other.root().open(path)) {
            byte[] left = new byte[BUFFER];
            byte[] right = new byte[BUFFER];
            for (long at = 0; at < size; at += BUFFER) {
                int count = (int) Math.min(BUFFER, size - at);
                was.readFully(at, ByteBuffer.wrap(left, 0, count));
                is.readFully(at, ByteBuffer.wrap(right, 0, count));
                if (!Arrays.equals(left, 0, count, right, 0, count)) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean sameAttributes(RootPath path) throws IOException {
        Map<String, byte[]> was = one.root().extendedAttributes(path);
        Map<String, byte[]> is = other.root().extendedAttributes(path);
        return was.keySet().equals(is.keySet())
                && was.entrySet().stream().allMatch(entry -> Arrays.equals(entry.getValue(), is.get(entry.getKey())));
    }

    private static long size(@Nullable Node node) {
        return node instanceof Node.RegularFile file ? file.size() : 0;
    }
}
