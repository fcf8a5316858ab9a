package dev.whittle.verify;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.write.OutputRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Compares a tree that was read back with its selection: every path, and no others. */
final class TreeCheck {
    private static final int BUFFER = 1 << 17;
    private static final int PERMISSIONS = 01777;

    private final Selection selection;
    private final ChecksummingRootFs source;
    private final RootFs written;
    private final OutputRules.Times times;
    private final boolean owners;
    private final Map<Object, Object> identities = new HashMap<>();
    private final Set<Object> readBack = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** @param owners whether files keep their owners, with set-id bits, capabilities and devices */
    TreeCheck(Selection selection, ChecksummingRootFs source, OptionalLong latest, RootFs written, boolean owners) {
        this.selection = selection;
        this.source = source;
        this.written = written;
        this.times = new OutputRules.Times(selection, latest);
        this.owners = owners;
    }

    void run() throws IOException, DifferenceException {
        for (Selection.Kept kept : selection.all()) {
            Optional<Node> node = written.node(kept.path());
            if (kept.node() instanceof Node.Socket || (kept.node() instanceof Node.Device && !owners)) {
                require(kept.path(), node.isEmpty(), "is there, though nothing can hold it");
            } else {
                require(kept.path(), node.isPresent(), "is not there");
                compare(kept, node.orElseThrow());
            }
        }
        nothingBesides();
    }

    private void nothingBesides() throws IOException, DifferenceException {
        Deque<RootPath> pending = new ArrayDeque<>();
        pending.push(RootPath.ROOT);
        while (!pending.isEmpty()) {
            RootPath directory = pending.pop();
            for (String name : written.list(directory)) {
                RootPath path = directory.child(name);
                boolean isDirectory = written.node(path).orElse(null) instanceof Node.Directory;
                // A reader creates the parent directories for which there is no entry.
                require(path, isDirectory || selection.get(path).isPresent(), "exists although nothing requested it");
                if (isDirectory) {
                    pending.push(path);
                }
            }
        }
    }

    private void compare(Selection.Kept kept, Node actual) throws IOException, DifferenceException {
        RootPath path = kept.path();
        Node meant = kept.node();
        same(path, "type", type(meant), type(actual));
        if (meant instanceof Node.SymbolicLink link) {
            String target = ((Node.SymbolicLink) actual).target();
            same(path, "target", RawText.visible(link.target()), RawText.visible(target));
        } else if (meant instanceof Node.Device device) {
            Node.Device other = (Node.Device) actual;
            same(
                    path,
                    "device",
                    device.block() + " " + device.major() + ":" + device.minor(),
                    other.block() + " " + other.major() + ":" + other.minor());
        }
        attributes(path, meant, actual);
        if (meant instanceof Node.RegularFile file) {
            file(path, file, (Node.RegularFile) actual, kept.content());
        } else if (meant instanceof Node.Directory) {
            extendedAttributes(path);
        }
    }

    private void attributes(RootPath path, Node meant, Node found) throws DifferenceException {
        Attributes expected = meant.attributes();
        Attributes actual = found.attributes();
        if (!(meant instanceof Node.SymbolicLink)) {
            int mode = owners ? expected.mode() : expected.mode() & PERMISSIONS;
            if (mode != actual.mode()) {
                throw differs(path, "mode", octal(mode), octal(actual.mode()));
            }
        }
        if (owners && (expected.uid() != actual.uid() || expected.gid() != actual.gid())) {
            throw differs(path, "owner", expected.uid() + ":" + expected.gid(), actual.uid() + ":" + actual.gid());
        }
        if (!isFurtherName(meant)) {
            same(
                    path,
                    "time",
                    times.of(path, meant).toString(),
                    actual.modified().toString());
        }
    }

    /** A hard link has the attributes of the first name. */
    private boolean isFurtherName(Node meant) {
        return meant instanceof Node.RegularFile file && identities.containsKey(file.identity());
    }

    private void file(RootPath path, Node.RegularFile meant, Node.RegularFile actual, Optional<ByteSource> generated)
            throws IOException, DifferenceException {
        same(path, "size", meant.size(), actual.size());
        Object first = identities.putIfAbsent(meant.identity(), actual.identity());
        if (first != null) {
            require(path, first.equals(actual.identity()), "is not a name of the file that it is a hard link to");
            return;
        }
        require(path, readBack.add(actual.identity()), "is one file with another path");
        extendedAttributes(path);
        Optional<Long> sum =
                generated.isPresent() ? Optional.of(sum(path, generated.get(), meant.size())) : source.sum(path);
        require(path, sum.isPresent(), "was not read as a whole");
        long found = sum(path, actual.size());
        if (sum.orElseThrow() != found) {
            throw differs(path, "content's checksum", Long.toHexString(sum.orElseThrow()), Long.toHexString(found));
        }
    }

    private long sum(RootPath path, long size) throws IOException, DifferenceException {
        try (ByteSource content = written.open(path)) {
            return sum(path, content, size);
        }
    }

    private long sum(RootPath path, ByteSource content, long size) throws IOException, DifferenceException {
        CRC32C sum = new CRC32C();
        long done = 0;
        while (done < size) {
            int count = content.read(done, buffer.clear());
            require(path, count > 0, "is cut short");
            sum.update(buffer.flip());
            done += count;
        }
        return sum.getValue();
    }

    private void extendedAttributes(RootPath path) throws IOException, DifferenceException {
        Map<String, byte[]> meant = kept(source.attributes(path));
        Map<String, byte[]> actual = kept(written.extendedAttributes(path));
        if (meant.isEmpty() && actual.isEmpty()) {
            return;
        }
        same(
                path,
                "extended attributes",
                meant.keySet().toString(),
                actual.keySet().toString());
        for (Map.Entry<String, byte[]> attribute : meant.entrySet()) {
            String name = attribute.getKey();
            require(
                    path,
                    Arrays.equals(attribute.getValue(), actual.get(name)),
                    "has another " + name + " than it should");
        }
    }

    private Map<String, byte[]> kept(Map<String, byte[]> all) {
        Map<String, byte[]> kept = new TreeMap<>();
        all.forEach((name, value) -> {
            if (OutputRules.keepsAttribute(name) && (owners || !OutputRules.isCapability(name))) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private static String type(Node node) {
        return node.getClass().getSimpleName();
    }

    private static String octal(int mode) {
        return String.format(Locale.ROOT, "%04o", mode);
    }

    private static void same(RootPath path, String subject, String meant, String actual) throws DifferenceException {
        if (!meant.equals(actual)) {
            throw differs(path, subject, meant, actual);
        }
    }

    private static void same(RootPath path, String subject, long meant, long actual) throws DifferenceException {
        if (meant != actual) {
            throw differs(path, subject, String.valueOf(meant), String.valueOf(actual));
        }
    }

    private static DifferenceException differs(RootPath path, String subject, String meant, String actual) {
        return new DifferenceException(path + ": " + subject + " " + actual + ", should be " + meant);
    }

    private static void require(RootPath path, boolean holds, String otherwise) throws DifferenceException {
        if (!holds) {
            throw new DifferenceException(path + ": " + RawText.visible(otherwise));
        }
    }
}
