package dev.whittle.rootfs;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A root in memory, so that a test can have every kind of node without privileges. Parents are created automatically.
 */
public final class MemoryRoot implements RootFs {
    public static final Attributes DEFAULT = new Attributes(0755, 0, 0, Instant.ofEpochSecond(1_000_000_000));

    private final Map<RootPath, Node> nodes = new TreeMap<>();
    private final Map<RootPath, Set<String>> names = new HashMap<>();
    private final Map<RootPath, byte[]> contents = new HashMap<>();
    private final Map<RootPath, Map<String, byte[]>> extendedAttributes = new HashMap<>();
    private final Set<RootPath> locked = new HashSet<>();
    private final Set<RootPath> unlisted = new HashSet<>();
    private final Set<RootPath> unreadable = new HashSet<>();

    public MemoryRoot() {
        nodes.put(RootPath.ROOT, new Node.Directory(DEFAULT));
    }

    public MemoryRoot put(String path, Node node) {
        RootPath at = RootPath.of(path);
        for (RootPath up = at.parent(); !nodes.containsKey(up); up = up.parent()) {
            add(up, new Node.Directory(DEFAULT));
        }
        add(at, node);
        return this;
    }

    private void add(RootPath path, Node node) {
        nodes.put(path, node);
        if (!path.isRoot()) {
            names.computeIfAbsent(path.parent(), parent -> new TreeSet<>()).add(path.name());
        }
    }

    public MemoryRoot directory(String path) {
        return put(path, new Node.Directory(DEFAULT));
    }

    public MemoryRoot link(String path, String target) {
        return put(path, new Node.SymbolicLink(DEFAULT, target));
    }

    /** @param content raw */
    public MemoryRoot file(String path, String content) {
        return file(path, content, DEFAULT, path);
    }

    /** @param identity equal to that of another file: both are names of one */
    public MemoryRoot file(String path, String content, Attributes attributes, Object identity) {
        contents.put(RootPath.of(path), RawText.bytes(content));
        return put(path, new Node.RegularFile(attributes, content.length(), identity));
    }

    public MemoryRoot extendedAttribute(String path, String name, byte[] value) {
        extendedAttributes
                .computeIfAbsent(RootPath.of(path), p -> new TreeMap<>())
                .put(name, value);
        return this;
    }

    /** Access below this directory is denied, as without search permission. */
    public MemoryRoot lock(String directory) {
        locked.add(RootPath.of(directory));
        return this;
    }

    /** Names in this directory are not listed, as without read permission: known names can be opened. */
    public MemoryRoot hide(String directory) {
        unlisted.add(RootPath.of(directory));
        return this;
    }

    /** Opening this file is denied, as without read permission. */
    public MemoryRoot deny(String file) {
        unreadable.add(RootPath.of(file));
        return this;
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        for (RootPath up = path; !up.isRoot(); up = up.parent()) {
            if (locked.contains(up.parent())) {
                throw new AccessDeniedException(path.toString());
            }
        }
        return Optional.ofNullable(nodes.get(path));
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        if (unlisted.contains(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        return List.copyOf(names.getOrDefault(directory, Set.of()));
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        if (unreadable.contains(file)) {
            throw new AccessDeniedException(file.toString());
        }
        byte[] content = contents.get(file);
        if (content == null) {
            throw new NoSuchFileException(file.toString());
        }
        return ByteSource.of(content);
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) {
        return extendedAttributes.getOrDefault(path, Map.of());
    }
}
