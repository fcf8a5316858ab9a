package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.path.RootPath;
import dev.whittle.tar.TarEntry;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.TarReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tar that contains an image's files. Only its headers are read; content is read in place. */
final class ArchiveMedium implements BlobMedium {
    /** As for links of a file system. Docker's links to layers need one. */
    private static final int MAX_LINKS = 40;

    private final ByteSource archive;
    private final List<Path> files;
    private final Map<String, TarEntry> entries = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();

    private ArchiveMedium(ByteSource archive, List<Path> files) {
        this.archive = archive;
        this.files = files;
    }

    /**
     * @param name for messages, raw
     * @param archive plain; closed with the medium
     * @param files of the host that contain it
     */
    static ArchiveMedium read(String name, ByteSource archive, List<Path> files, TarLimits limits)
            throws IOException, BadArchiveException {
        ArchiveMedium medium = new ArchiveMedium(archive, files);
        TarReader reader = new TarReader(name, archive, limits);
        for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
            TarEntry entry = next.get();
            if (entry.type() == TarEntry.Type.DIRECTORY) {
                continue;
            }
            String path = inside(RootPath.split(entry.name()))
                    .orElseThrow(() -> new BadArchiveException(
                            name, entry.headerOffset(), "an entry outside of the archive: " + entry.name()));
            if (medium.entries.put(path, entry) != null) {
                medium.repeated.add(path);
            }
        }
        return medium;
    }

    @Override
    public Optional<ByteSource> open(String name) throws BadImageException {
        String at = name;
        for (int links = 0; links <= MAX_LINKS; links++) {
            TarEntry entry = entries.get(at);
            if (entry == null) {
                if (links > 0) {
                    throw new BadImageException(name, "a link to " + at + ", which is not in the archive");
                }
                return Optional.empty();
            }
            if (repeated.contains(at)) {
                // Readers disagree on which one counts; two readers must not see two images.
                throw new BadImageException(at, "is in the archive twice");
            }
            switch (entry.type()) {
                case FILE -> {
                    return Optional.of(entry.open(archive));
                }
                case SYMBOLIC_LINK, HARD_LINK -> at = target(name, at, entry);
                default -> throw new BadImageException(name, "not a regular file");
            }
        }
        throw new BadImageException(name, "too many links");
    }

    private static String target(String name, String at, TarEntry link) throws BadImageException {
        Deque<String> parts = new ArrayDeque<>();
        String target = link.linkTarget();
        if (link.type() == TarEntry.Type.SYMBOLIC_LINK && !target.startsWith("/")) {
            parts.addAll(RootPath.split(at));
            parts.removeLast();
        }
        parts.addAll(RootPath.split(target));
        return inside(List.copyOf(parts))
                .orElseThrow(() -> new BadImageException(name, "a link that leads out of the archive: " + target));
    }

    /** Without dots; empty if it leads outside, or nowhere. */
    private static Optional<String> inside(List<String> parts) {
        Deque<String> real = new ArrayDeque<>();
        for (String part : parts) {
            if (part.equals("..")) {
                if (real.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.equals(".")) {
                real.addLast(part);
            }
        }
        return Optional.of(String.join("/", real));
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
