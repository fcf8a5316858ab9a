package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.LayoutIndex;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.Optional;

/**
 * Adds an image to an OCI layout (OCI image-spec, image-layout.md), or creates one. Blobs come first and
 * {@code index.json} last, each renamed into place, so that a reader sees only the old images or also the new one.
 * Without a commit, what was added is removed.
 */
final class OciLayoutOutput implements ImageOutput {
    private final Path directory;
    private final Path blobs;
    private final Optional<String> wanted;
    private final LayoutIndex index;
    private final Undo undo;
    private final Map<BlobDescriptor, AtomicFile> pending = new LinkedHashMap<>();
    private Optional<AtomicFile> unnamed = Optional.empty();
    private Optional<Entry> added = Optional.empty();
    private byte[] meantIndex = {};
    private Optional<AtomicFile> newIndex = Optional.empty();

    /** The entry for index.json. */
    private record Entry(ImageDocuments documents, OciArchiveOutput.LayoutName name) {
        byte[] addTo(LayoutIndex index) {
            return documents.addTo(index, name.tag(), name.full()).bytes();
        }
    }

    private OciLayoutOutput(Path directory, Optional<String> wanted, LayoutIndex index, Undo undo) {
        this.directory = directory;
        this.blobs = directory.resolve(BlobArchive.BLOBS);
        this.wanted = wanted;
        this.index = index;
        this.undo = undo;
    }

    /** @throws FileSystemException if something other than a layout exists */
    static OciLayoutOutput open(Path directory, Optional<String> wanted) throws IOException {
        LayoutIndex index = existing(directory);
        Undo undo = new Undo();
        try {
            undo.directory(directory);
            undo.directory(directory.resolve("blobs"));
            undo.directory(directory.resolve(BlobArchive.BLOBS));
            return new OciLayoutOutput(directory, wanted, index, undo);
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
        return name.equals("blobs") || name.equals(LayoutIndex.MARKER) || Leftovers.isUnplaced(name);
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        // The layer's name is known when it is written.
        AtomicFile file = undo.create(blobs.resolve("layer"));
        unnamed = Optional.of(file);
        LayerSummary layer = LayerWriter.write(image, file.stream(), context);
        ImageDocuments documents = new ImageDocuments(image, layer);
        pending.put(documents.layerBlob(), file);
        documents.forEach((blob, content) -> {
            AtomicFile document = undo.create(file(blob));
            pending.put(blob, document);
            document.stream().write(content);
        });
        OciArchiveOutput.LayoutName name = OciArchiveOutput.LayoutName.of(wanted, image.reference());
        Entry entry = new Entry(documents, name);
        added = Optional.of(entry);
        meantIndex = entry.addTo(index);
        newIndex = Optional.of(newIndex(meantIndex));
        return documents.summary(name.tag());
    }

    private Path file(BlobDescriptor blob) {
        return blobs.resolve(blob.digest().hex());
    }

    /** A blob must match its name; one that does not is from an interrupted writer, or was damaged. */
    private static boolean isThere(Path file, BlobDescriptor blob) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != blob.size()) {
            return false;
        }
        HashingOutput hash = new HashingOutput(OutputStream.nullOutputStream());
        Files.copy(file, hash);
        return hash.digest().equals(blob.digest().toString());
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
    public Written written() throws IOException {
        Map<String, ByteSource> unplaced = new HashMap<>();
        for (Map.Entry<BlobDescriptor, AtomicFile> blob : pending.entrySet()) {
            String name = BlobArchive.BLOBS + blob.getKey().digest().hex();
            unplaced.put(name, blob.getValue().content());
        }
        unplaced.put(LayoutIndex.NAME, newIndex.orElseThrow().content());
        return new Written.Layout(directory, unplaced, Map.of(LayoutIndex.NAME, meantIndex));
    }

    /**
     * Others may have added images since this was opened: theirs stay. Blobs get their names here, under the lock, so
     * that no other writer relies on one that a failure removes.
     */
    @Override
    public void commit() throws IOException {
        LayoutTurn turn = turn();
        boolean done = false;
        try {
            for (Map.Entry<BlobDescriptor, AtomicFile> blob : pending.entrySet()) {
                if (!isThere(file(blob.getKey()), blob.getKey())) {
                    undo.commit(blob.getValue(), file(blob.getKey()));
                }
            }
            LayoutIndex now = existing(directory);
            if (!Arrays.equals(now.bytes(), index.bytes())) {
                AtomicFile outdated = newIndex.orElseThrow();
                newIndex = Optional.of(newIndex(added.orElseThrow().addTo(now)));
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
    private LayoutTurn turn() throws IOException {
        Path marker = directory.resolve(LayoutIndex.MARKER);
        while (true) {
            if (!Files.exists(marker)) {
                write(marker, LayoutIndex.marker(), undo);
            }
            LayoutTurn turn = LayoutTurn.take(marker);
            if (Files.exists(marker)) {
                return turn;
            }
            turn.close();
        }
    }

    @Override
    public void close() throws IOException {
        List<AtomicFile> files = new ArrayList<>(pending.values());
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
