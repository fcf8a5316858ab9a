package dev.whittle.write;

import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.tar.TarMeta;
import dev.whittle.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Writes a selection as a layer (OCI image-spec, layer.md). The same selection gives the same bytes: entries in byte
 * order, parents first; owners and modes as in the root, times as in {@link OutputRules.Times}; a second name of a file
 * as a hard link to the first.
 */
public final class LayerWriter {
    /** OCI image-spec, layer.md, "Whiteouts": readers would interpret the file as the removal of another one. */
    private static final String WHITEOUT = ".wh.";

    private static final int BUFFER = 1 << 17;

    private final SourceReader reader;
    private final Progress progress;
    private final OutputRules.Times times;
    private final Map<Object, RootPath> writtenFiles = new HashMap<>();
    private int files;
    private int links;
    private int directories;
    private int others;
    private int leftOut;
    private long contentBytes;

    /** @param whole what the image keeps, in this layer and others: directories are dated by it */
    private LayerWriter(Selection whole, RootFs root, OptionalLong latest, Progress progress) {
        this.reader = new SourceReader(root, whole);
        this.progress = progress;
        this.times = new OutputRules.Times(whole, latest);
    }

    /**
     * @param latest SOURCE_DATE_EPOCH: no entry has a later time
     * @param out is not closed
     * @throws SourceReadException if the root cannot be read, or a file's size has changed
     * @throws IOException if {@code out} cannot be written
     */
    public static LayerSummary write(
            Selection selection,
            RootFs root,
            OptionalLong latest,
            Compression compression,
            OutputStream out,
            Progress progress)
            throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        return new LayerWriter(selection, root, latest, progress).run(selection, compression, out, threads);
    }

    static LayerSummary write(NewImage image, OutputStream out, WriteContext context) throws IOException {
        return write(image, image.selection(), out, context);
    }

    /** @param layer the part of the image that this layer has */
    static LayerSummary write(NewImage image, Selection layer, OutputStream out, WriteContext context)
            throws IOException {
        LayerWriter writer = new LayerWriter(image.selection(), image.root(), image.latest(), context.progress());
        return writer.run(layer, image.compression(), out, context.threads());
    }

    private LayerSummary run(Selection selection, Compression compression, OutputStream out, int threads)
            throws IOException {
        long total = contentBytes(selection);
        HashingOutput packed = new HashingOutput(new BufferedOutputStream(new UnclosableOutput(out), BUFFER));
        boolean plain = compression.method() == Compression.Method.NONE;
        HashingOutput unpacked = plain ? packed : new HashingOutput(compression.wrap(packed, threads));
        try (TarWriter tar = new TarWriter(new BufferedOutputStream(unpacked, BUFFER))) {
            for (Selection.Kept kept : selection.all()) {
                write(tar, kept.path(), kept.node(), total);
            }
        }
        String digest = packed.digest();
        return new LayerSummary(
                files,
                links,
                directories,
                others,
                leftOut,
                contentBytes,
                packed.count(),
                digest,
                plain ? digest : unpacked.digest());
    }

    /** Size of the regular files of a selection; a file with several names counts once. */
    public static long contentBytes(Selection selection) {
        Map<Object, Long> sizes = new HashMap<>();
        for (Selection.Kept kept : selection.all()) {
            if (kept.node() instanceof Node.RegularFile file) {
                sizes.put(file.identity(), file.size());
            }
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void write(TarWriter tar, RootPath path, Node node, long total) throws IOException {
        String name = path.relative();
        if (path.name().startsWith(WHITEOUT)) {
            throw new SourceReadException(
                    path, "has a name that means something else in a layer; leave it out with --exclude");
        }
        if (node instanceof Node.RegularFile file) {
            RootPath first = writtenFiles.putIfAbsent(file.identity(), path);
            if (first != null) {
                tar.hardLink(name, meta(path, node, Map.of()), first.relative());
                links++;
            } else {
                writeFile(tar, path, file, total);
                files++;
            }
        } else if (node instanceof Node.Directory) {
            tar.directory(name, meta(path, node, reader.extendedAttributes(path)));
            directories++;
        } else if (node instanceof Node.SymbolicLink link) {
            tar.symbolicLink(name, meta(path, node, Map.of()), link.target());
            links++;
        } else if (node instanceof Node.Device device) {
            tar.device(name, meta(path, node, Map.of()), device.block(), device.major(), device.minor());
            others++;
        } else if (node instanceof Node.Fifo) {
            tar.fifo(name, meta(path, node, Map.of()));
            others++;
        } else {
            leftOut++;
        }
    }

    private void writeFile(TarWriter tar, RootPath path, Node.RegularFile file, long total) throws IOException {
        TarMeta meta = meta(path, file, reader.extendedAttributes(path));
        OutputStream out = tar.file(path.relative(), meta, file.size());
        reader.copy(path, file, out, done -> progress.update(contentBytes + done, total));
        out.close();
        contentBytes += file.size();
    }

    private TarMeta meta(RootPath path, Node node, Map<String, byte[]> extendedAttributes) {
        Attributes attributes = node.attributes();
        Instant time = times.of(path, node);
        return new TarMeta(
                attributes.mode(),
                attributes.uid(),
                attributes.gid(),
                time.getEpochSecond(),
                time.getNano(),
                extendedAttributes);
    }
}
