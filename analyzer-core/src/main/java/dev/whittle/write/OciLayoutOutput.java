package dev.whittle.write;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.LayoutIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds an image to an OCI layout (OCI image-spec, image-layout.md), or creates one. Blobs come first and
 * {@code index.json} last, each renamed into place, so that a reader sees only the old images or also the new one.
 * Without a commit, what was added is removed.
 */
final class OciLayoutOutput implements BlobOutput {
    private final Path directory;
    private final LayoutIndex index;
    private final Undo undo;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private Optional<AtomicFile> unnamed = Optional.empty();
    private List<LayoutEntry> added = List.of();
    private byte[] meantIndex = {};
    private Optional<AtomicFile> newIndex = Optional.empty();

    /** A blob that has not its name yet. */
    private record Pending(BlobDescriptor blob, AtomicFile file) {}

    private OciLayoutOutput(Path directory, LayoutIndex index, Undo undo) {
        this.directory = directory;
        this.index = index;
        this.undo = undo;
    }

    /** @throws FileSystemException if there is something else than a layout */
    static OciLayoutOutput open(Path directory) throws IOException {
        LayoutIndex index = existing(directory);
        Undo undo = new Undo();
        try {
            undo.directory(directory);
            undo.directory(directory.resolve("blobs"));
            undo.directory(directory.resolve("blobs/sha256"));
            return new OciLayoutOutput(directory, index, undo);
        } catch (IOException e) {
            undo.close();
            throw e;
        }
    }

    private static LayoutIndex existing(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return LayoutIndex.empty();
        }
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(directory.toString(), null, "is not a directory");
        }
        Path file = directory.resolve(LayoutIndex.NAME);
        if (Files.exists(directory.resolve(LayoutIndex.MARKER)) && Files.exists(file)) {
            try {
                return LayoutIndex.parse(Files.readAllBytes(file), LayoutIndex.NAME);
            } catch (BadImageException e) {
                FileSystemException refused = new FileSystemException(file.toString(), null, e.getMessage());
                refused.initCause(e);
                throw refused;
            }
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (entry.endsWith(LayoutIndex.NAME) && Files.exists(directory.resolve(LayoutIndex.MARKER))) {
                    return existing(directory); // finished by another writer since the check above
                }
                if (!isBeginning(entry.getFileName().toString())) {
                    throw new FileSystemException(directory.toString(), null, "is neither empty nor an OCI layout");
                }
            }
        }
        return LayoutIndex.empty();
    }

    /** What another writer that has just begun leaves in a new layout. */
    private static boolean isBeginning(String name) {
        return name.equals("blobs") || name.equals(LayoutIndex.MARKER) || PartialFiles.isUnplaced(name);
    }

    @Override
    public LayerSummary layer(Body body) throws IOException {
        // The layer's name is known when it is written.
        AtomicFile file = undo.create(directory.resolve("blobs/sha256/layer"));
        unnamed = Optional.of(file);
        LayerSummary layer = body.writeTo(file.stream());
        // What it is called in a manifest does not matter here.
        add(new BlobDescriptor("", Digest.parse(layer.digest()), layer.size()), file);
        unnamed = Optional.empty();
        return layer;
    }

    @Override
    public void blob(BlobDescriptor descriptor, byte[] content) throws IOException {
        AtomicFile file = create(descriptor);
        file.stream().write(content);
        add(descriptor, file);
    }

    @Override
    public void copy(BlobDescriptor descriptor, ByteSource content) throws IOException, BadArchiveException {
        AtomicFile file = create(descriptor);
        boolean done = false;
        try {
            BlobCopy.copy(descriptor, content, file.stream());
            done = true;
        } finally {
            if (!done) {
                file.close();
            }
        }
        add(descriptor, file);
    }

    private AtomicFile create(BlobDescriptor descriptor) throws IOException {
        Path file = file(descriptor);
        undo.directory(Objects.requireNonNull(file.getParent()));
        return undo.create(file);
    }

    private void add(BlobDescriptor blob, AtomicFile file) throws IOException {
        if (pending.putIfAbsent(BlobOutput.name(blob), new Pending(blob, file)) != null) {
            file.close();
        }
    }

    @Override
    public void end(List<LayoutEntry> images, List<DockerManifest.Entry> docker) throws IOException {
        added = List.copyOf(images);
        meantIndex = withAdded(index);
        newIndex = Optional.of(newIndex(meantIndex));
    }

    private byte[] withAdded(LayoutIndex to) {
        LayoutIndex with = to;
        for (LayoutEntry entry : added) {
            with = entry.addTo(with);
        }
        return with.bytes();
    }

    private Path file(BlobDescriptor blob) {
        return directory.resolve(BlobOutput.name(blob));
    }

    /** A blob must match its name; one that does not is from an interrupted writer, or was damaged. */
    private static boolean isThere(Path file, BlobDescriptor blob) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != blob.size()) {
            return false;
        }
        try (ByteSource content = ByteSource.of(FileChannel.open(file))) {
            BlobCopy.copy(blob, content, OutputStream.nullOutputStream());
            return true;
        } catch (BadArchiveException e) {
            return false;
        }
    }

    private static void write(Path path, byte[] content, Undo undo) throws IOException {
        try (AtomicFile file = undo.create(path)) {
            file.stream().write(content);
            undo.commit(file, path);
        }
    }

    private AtomicFile newIndex(byte[] content) throws IOException {
        AtomicFile file = undo.create(directory.resolve(LayoutIndex.NAME));
        file.stream().write(content);
        return file;
    }

    @Override
    public Map<String, ByteSource> blobs() throws IOException {
        Map<String, ByteSource> blobs = new HashMap<>();
        for (Map.Entry<String, Pending> blob : pending.entrySet()) {
            blobs.put(blob.getKey(), blob.getValue().file().content());
        }
        return blobs;
    }

    @Override
    public Written written() throws IOException {
        Map<String, ByteSource> unplaced = blobs();
        unplaced.put(LayoutIndex.NAME, newIndex.orElseThrow().content());
        return new Written.Layout(directory, unplaced, Map.of(LayoutIndex.NAME, meantIndex));
    }

    /**
     * Others may have added images since this was opened: theirs stay. Blobs get their names here, under the lock, so
     * that no other writer relies on one that a failure removes.
     */
    @Override
    public void commit() throws IOException {
        LayoutLock turn = turn();
        boolean done = false;
        try {
            for (Pending each : pending.values()) {
                if (!isThere(file(each.blob()), each.blob())) {
                    undo.commit(each.file(), file(each.blob()));
                }
            }
            LayoutIndex now = existing(directory);
            if (!Arrays.equals(now.bytes(), index.bytes())) {
                AtomicFile outdated = newIndex.orElseThrow();
                newIndex = Optional.of(newIndex(withAdded(now)));
                outdated.close();
            }
            undo.commitLast(newIndex.orElseThrow());
            done = true;
        } finally {
            try {
                if (!done) {
                    undo.close();
                }
            } finally {
                turn.close();
            }
        }
    }

    /** The marker is what writers lock; a failing one removes the marker that it created. */
    private LayoutLock turn() throws IOException {
        Path marker = directory.resolve(LayoutIndex.MARKER);
        while (true) {
            if (!Files.exists(marker)) {
                write(marker, LayoutIndex.marker(), undo);
            }
            LayoutLock turn = LayoutLock.take(marker);
            if (Files.exists(marker)) {
                return turn;
            }
            turn.close();
        }
    }

    @Override
    public void close() throws IOException {
        List<AtomicFile> files = new ArrayList<>();
        pending.values().forEach(pending -> files.add(pending.file()));
        unnamed.ifPresent(files::add);
        newIndex.ifPresent(files::add);
        try {
            for (AtomicFile file : files) {
                file.close();
            }
        } finally {
            undo.close();
        }
    }
}
