package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.HostPath;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the host as a root. Links are read, never followed by the host, so nothing outside the directory is
 * opened. Answers are cached, so each entry is looked up once. Needs a host whose files have Unix attributes.
 */
public final class DirectoryRoot implements RootFs {
    private static final String ATTRIBUTES = "unix:mode,uid,gid,dev,ino,rdev,size,lastModifiedTime";

    /** For longer paths, absence is not cached: a search path can name thousands of them, once each. */
    private static final int MAX_KEPT_ABSENT = 512;

    private final Path base;
    private final Map<RootPath, Optional<Node>> nodes = new ConcurrentHashMap<>();

    private DirectoryRoot(Path base) {
        this.base = base;
    }

    /**
     * @param base absolute; if it is a link, it is followed
     * @throws NotDirectoryException if it is not a directory
     */
    public static DirectoryRoot open(Path base) throws IOException {
        Path real = base.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(base.toString());
        }
        return new DirectoryRoot(real);
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        Optional<Node> known = nodes.get(path);
        if (known == null) {
            known = read(path, host(path));
            if (known.isPresent() || path.raw().length() <= MAX_KEPT_ABSENT) {
                nodes.put(path, known);
            }
        }
        return known;
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(host(directory))) {
            for (Path entry : entries) {
                names.add(HostPath.rawName(entry));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    /** Not cached: most entries are not requested again. */
    @Override
    public List<Entry> entries(RootPath directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(host(directory))) {
            for (Path entry : stream) {
                RootPath path = directory.child(HostPath.rawName(entry));
                read(path, entry).ifPresent(node -> entries.add(new Entry(path, node)));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        // A caller that requests all entries at once opens them at once.
        return nodes.containsKey(file) ? HostContent.open(file, host(file)) : HostContent.openListed(file, host(file));
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return HostAttributes.read(host(path));
    }

    /** The host's path of an entry. */
    public Path host(RootPath path) {
        return path.isRoot() ? base : HostPath.of(base, path.relative());
    }

    private static Optional<Node> read(RootPath path, Path host) throws IOException {
        Map<String, Object> values;
        try {
            values = Files.readAttributes(host, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            // ENOTDIR and ENAMETOOLONG have no exception type; anything else is a fault of the medium.
            if (path.name().length() > Walk.MAX_NAME
                    || !Files.isDirectory(host.resolveSibling(""), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            throw e;
        }
        int mode = value(values, "mode", Integer.class);
        Attributes attributes = new Attributes(
                mode & 07777,
                Integer.toUnsignedLong(value(values, "uid", Integer.class)),
                Integer.toUnsignedLong(value(values, "gid", Integer.class)),
                value(values, "lastModifiedTime", FileTime.class).toInstant());
        return Optional.of(
                switch (mode >> 12 & 017) {
                    case 04 -> new Node.Directory(attributes);
                    case 010 ->
                        new Node.RegularFile(
                                attributes,
                                value(values, "size", Long.class),
                                new Identity(value(values, "dev", Long.class), value(values, "ino", Long.class)));
                    case 012 -> new Node.SymbolicLink(attributes, HostPath.raw(Files.readSymbolicLink(host)));
                    case 06 -> device(attributes, true, value(values, "rdev", Long.class));
                    case 02 -> device(attributes, false, value(values, "rdev", Long.class));
                    case 01 -> new Node.Fifo(attributes);
                    case 014 -> new Node.Socket(attributes);
                    default -> throw new FileSystemException(host.toString(), null, "unknown file type");
                });
    }

    private static <T> T value(Map<String, Object> values, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(values.get(name), name));
    }

    /** Linux' encoding of a device number: sys/sysmacros.h, gnu_dev_major and gnu_dev_minor. */
    private static Node device(Attributes attributes, boolean block, long number) {
        int major = (int) ((number >>> 8 & 0xFFF) | (number >>> 32 & ~0xFFFL));
        int minor = (int) ((number & 0xFF) | (number >>> 12 & ~0xFFL));
        return new Node.Device(attributes, block, major, minor);
    }

    private record Identity(long device, long inode) {
        // The record's own method would be generated at run time, with a dozen classes: a tenth of a short command's
        // time.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity same && device == same.device && inode == same.inode;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(inode) * 31 + Long.hashCode(device);
        }
    }
}
