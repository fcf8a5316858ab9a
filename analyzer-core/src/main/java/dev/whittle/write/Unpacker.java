package dev.whittle.write;

import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Creates the entries of a root in an empty directory that nobody else may enter. Nothing is written outside: an entry
 * is created only in a directory that was created here, and every call that creates one fails if its name exists, so no
 * link is ever followed. Directories get their modes and times last, children first.
 */
final class Unpacker {
    private static final int PERMISSIONS = 01777;

    private final Path base;
    private final boolean owners;
    private final Progress progress;
    private final SourceReader reader;
    private final OutputRules.Times times;
    private final long total;
    private final Set<RootPath> made = new HashSet<>(Set.of(RootPath.ROOT));
    private final Deque<Map.Entry<RootPath, Node>> directories = new ArrayDeque<>();
    private final Map<Object, Path> writtenFiles = new HashMap<>();
    private int files;
    private int links;
    private int others;
    private int leftOut;
    private long contentBytes;
    private long newest;

    Unpacker(NewImage image, Path base, boolean owners, Progress progress) {
        this.base = base;
        this.owners = owners;
        this.progress = progress;
        this.reader = new SourceReader(image.root(), image.selection());
        this.times = new OutputRules.Times(image.selection(), image.latest());
        this.total = LayerWriter.contentBytes(image.selection());
    }

    /** Parents come before their content. */
    void add(RootPath path, Node node) throws IOException {
        if (!made.contains(path.parent())) {
            throw new IllegalStateException("not below a directory: " + path);
        }
        Path host = HostPath.of(base, path.relative());
        if (node instanceof Node.RegularFile file) {
            file(path, host, file);
        } else if (node instanceof Node.Directory) {
            Files.createDirectory(host);
            HostFiles.mode(host, 0700);
            made.add(path);
            directories.push(Map.entry(path, node));
        } else if (node instanceof Node.SymbolicLink link) {
            HostFiles.symbolicLink(host, link.target());
            attributes(path, host, node);
            links++;
        } else if (node instanceof Node.Fifo) {
            HostFiles.fifo(host);
            attributes(path, host, node);
            others++;
        } else if (node instanceof Node.Device device && owners) {
            HostFiles.device(host, device.block(), device.major(), device.minor());
            attributes(path, host, node);
            others++;
        } else {
            leftOut++;
        }
    }

    /** Restores what the creation of children changed in directories. */
    void finish() throws IOException {
        for (Map.Entry<RootPath, Node> directory : directories) {
            RootPath path = directory.getKey();
            attributes(path, HostPath.of(base, path.relative()), directory.getValue());
        }
        // A layer has no entry for the root itself; this is what engines create.
        if (owners) {
            HostFiles.owner(base, 0, 0);
        }
        HostFiles.time(base, Instant.ofEpochSecond(newest));
        HostFiles.mode(base, 0755);
    }

    Contents contents() {
        return new Contents(files, links, directories.size(), others, leftOut, contentBytes);
    }

    private void file(RootPath path, Path host, Node.RegularFile file) throws IOException {
        Path first = writtenFiles.putIfAbsent(file.identity(), host);
        if (first != null) {
            Files.createLink(host, first);
            links++;
            return;
        }
        try (OutputStream out = Channels.newOutputStream(
                FileChannel.open(host, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
            reader.copy(path, file, out, done -> progress.update(contentBytes + done, total));
        }
        contentBytes += file.size();
        attributes(path, host, file);
        files++;
    }

    /** The owner first: setting it clears set-id bits and capabilities. */
    private void attributes(RootPath path, Path host, Node node) throws IOException {
        Attributes attributes = node.attributes();
        if (owners) {
            HostFiles.owner(host, attributes.uid(), attributes.gid());
        }
        if (node instanceof Node.RegularFile || node instanceof Node.Directory) {
            for (Map.Entry<String, byte[]> attribute :
                    reader.extendedAttributes(path).entrySet()) {
                if (owners || !attribute.getKey().equals(SourceReader.CAPABILITY)) {
                    HostFiles.attribute(host, attribute.getKey(), attribute.getValue());
                }
            }
        }
        Instant time = times.of(path, node);
        newest = Math.max(newest, time.getEpochSecond());
        HostFiles.time(host, time);
        if (!(node instanceof Node.SymbolicLink)) {
            HostFiles.mode(host, owners ? attributes.mode() : attributes.mode() & PERMISSIONS);
        }
    }
}
