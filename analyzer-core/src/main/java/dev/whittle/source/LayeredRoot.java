package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.stream.Workspace;
import dev.whittle.toc.TocLayer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The root made of layers, the lowest first. The tree is in memory; contents stay in the layers or, if compressed, in
 * the workspace. Nothing is unpacked to the host, so no name in a layer can lead out of the root, and no privileges are
 * needed.
 */
public final class LayeredRoot implements RootFs, Closeable {
    /** Paths with more characters than this are deep. */
    private static final int DEEP = 200;

    private final Inode.Directory root;
    private final LayerReading reading;
    private final ExecutorService hashers;
    private final List<Long> contentBytes;
    private final List<String> remarks;
    private volatile Deep deep;

    /** The deep directory that was found last; the root at first. */
    private record Deep(String path, Inode.Directory directory) {}

    private LayeredRoot(
            Inode.Directory root,
            LayerReading reading,
            ExecutorService hashers,
            List<Long> contentBytes,
            List<String> remarks) {
        this.remarks = List.copyOf(remarks);
        this.root = root;
        this.deep = new Deep("", root);
        this.reading = reading;
        this.hashers = hashers;
        this.contentBytes = List.copyOf(contentBytes);
    }

    /**
     * Reads and checks all layers, several at a time. The root takes ownership of their contents: they are closed with
     * it, and immediately if this fails.
     *
     * @param threads how many layers are read at one time
     * @throws BadArchiveException if a layer is not a tar, is damaged, does not match its digests, violates the rules
     *     of layers, or is too large for the workspace; it names the layer
     */
    public static LayeredRoot open(List<LayerBlob> layers, Workspace workspace, LayerProgress progress, int threads)
            throws IOException, BadArchiveException {
        return open(layers, workspace, progress, LayerCheck.NONE, threads);
    }

    /** Like {@link #open(List, Workspace, LayerProgress, int)}, with an additional check of each layer. */
    static LayeredRoot open(
            List<LayerBlob> layers, Workspace workspace, LayerProgress progress, LayerCheck check, int threads)
            throws IOException, BadArchiveException {
        LayeredRoot root = openAhead(layers, workspace, progress, check, threads);
        boolean done = false;
        try {
            root.confirm();
            done = true;
            return root;
        } finally {
            if (!done) {
                root.close();
            }
        }
    }

    /**
     * Like {@link #open(List, Workspace, LayerProgress, int)}, but plain layers may still be hashed when this returns:
     * {@link #confirm} waits for that, and throws on a mismatch.
     */
    public static LayeredRoot openAhead(
            List<LayerBlob> layers, Workspace workspace, LayerProgress progress, int threads)
            throws IOException, BadArchiveException {
        return openAhead(layers, workspace, progress, LayerCheck.NONE, threads);
    }

    private static LayeredRoot openAhead(
            List<LayerBlob> layers, Workspace workspace, LayerProgress progress, LayerCheck check, int threads)
            throws IOException, BadArchiveException {
        int atOnce = Math.max(1, Math.min(threads, layers.size()));
        ExecutorService readers = Executors.newFixedThreadPool(atOnce);
        ExecutorService hashers = Executors.newFixedThreadPool(atOnce);
        LayerReading reading = new LayerReading(layers, workspace, progress, check, hashers);
        LayerTree tree = new LayerTree();
        List<Long> contentBytes = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        boolean done = false;
        try {
            read(layers, reading, readers, tree, contentBytes, remarks);
            done = true;
        } finally {
            if (!done) {
                reading.cancel();
            }
            end(readers);
            hashers.shutdown();
            if (!done) {
                end(hashers);
                closeAll(reading.contents());
            }
        }
        return new LayeredRoot(tree.root(), reading, hashers, contentBytes, remarks);
    }

    /**
     * Waits until all layers are checked. Until then, data may come from a damaged layer.
     *
     * @throws BadArchiveException if a layer does not match its digests
     */
    public void confirm() throws IOException, BadArchiveException {
        reading.confirm();
    }

    private static void read(
            List<LayerBlob> layers,
            LayerReading reading,
            ExecutorService readers,
            LayerTree tree,
            List<Long> contentBytes,
            List<String> remarks)
            throws IOException, BadArchiveException {
        Deque<Future<LayerIndex>> indexes = new ArrayDeque<>();
        for (LayerBlob layer : layers) {
            indexes.add(readers.submit(() -> {
                boolean done = false;
                try {
                    LayerIndex index = reading.read(layer);
                    done = true;
                    return index;
                } finally {
                    if (!done) {
                        reading.cancel();
                    }
                }
            }));
        }
        CancellationException cancelled = null;
        while (!indexes.isEmpty()) {
            try {
                LayerIndex index = LayerReading.await(indexes.remove()); // release it: indexes are large
                if (cancelled == null) {
                    tree.apply(index);
                    contentBytes.add(index.contentBytes());
                    index.remark().ifPresent(remarks::add);
                }
            } catch (CancellationException e) {
                cancelled = e; // another layer has the reason
            }
        }
        if (cancelled != null) {
            throw cancelled;
        }
    }

    /** Not by interrupting, which would close channels that others still read. */
    private static void end(ExecutorService threads) throws IOException {
        threads.shutdown();
        try {
            while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
                // these threads may still use what is read
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Remarks about the layers, one line each; raw. */
    public List<String> remarks() {
        return remarks;
    }

    /** Layers of which only parts are read. */
    int layersInParts() {
        return (int)
                reading.contents().stream().filter(TocLayer.class::isInstance).count();
    }

    /** Size of the files of each layer, whether or not a higher layer hides them. */
    public List<Long> contentBytes() {
        return contentBytes;
    }

    @Override
    public Optional<Node> node(RootPath path) {
        return Optional.ofNullable(find(path)).map(Inode::node);
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        if (existing(directory) instanceof Inode.Directory known) {
            return known.names();
        }
        throw new NotDirectoryException(directory.toString());
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        if (existing(file) instanceof Inode.File known) {
            return known.open();
        }
        throw new FileSystemException(file.toString(), null, "not a regular file");
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        return existing(path).extendedAttributes();
    }

    /** Contents that were opened can no longer be read. */
    @Override
    public void close() throws IOException {
        reading.cancel();
        end(hashers);
        closeAll(reading.contents());
    }

    private Inode existing(RootPath path) throws NoSuchFileException {
        Inode found = find(path);
        if (found == null) {
            throw new NoSuchFileException(path.toString());
        }
        return found;
    }

    /**
     * A walk looks up each directory of its path. Starting at the root each time would be quadratic in the depth: in a
     * tree of two thousand levels, which fits PATH_MAX, unacceptably slow.
     */
    private @Nullable Inode find(RootPath path) {
        String raw = path.raw();
        Deep known = deep;
        if (raw.length() > DEEP && raw.equals(known.path())) {
            return known.directory();
        }
        boolean below =
                raw.startsWith(known.path()) && raw.startsWith("/", known.path().length());
        Inode at = below ? known.directory() : root;
        int first = below ? known.path().length() + 1 : 1;
        Inode found = descend(at, raw, first);
        if (raw.length() > DEEP && found instanceof Inode.Directory directory) {
            deep = new Deep(raw, directory);
        }
        return found;
    }

    private static @Nullable Inode descend(Inode from, String raw, int first) {
        @Nullable Inode at = from;
        for (int start = first; start < raw.length() && at != null; ) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            at = at instanceof Inode.Directory directory ? directory.get(raw.substring(start, end)) : null;
            start = end + 1;
        }
        return at;
    }

    private static void closeAll(List<ByteSource> contents) throws IOException {
        IOException fault = null;
        for (ByteSource content : contents) {
            try {
                content.close();
            } catch (IOException e) {
                fault = e;
            }
        }
        if (fault != null) {
            throw fault;
        }
    }
}
