package dev.whittle.write;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Selection;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.ImageReference;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.MediaTypes;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes several images to one destination, one after the other, so that no more than one of their sources must be open. All
 * of them appear or none. The same images give the same bytes.
 */
public final class ImagesWriter implements Closeable {
    private final BlobOutput blobs;
    private final BlobNames names;
    private final boolean areWhole;
    private final WriteContext context;
    private final List<ImageDocuments> added = new ArrayList<>();
    private final Map<Digest, Integer> expected = new LinkedHashMap<>();

    private ImagesWriter(BlobOutput blobs, BlobNames names, boolean areWhole, WriteContext context) {
        this.blobs = blobs;
        this.names = names;
        this.areWhole = areWhole;
        this.context = context;
    }

    /** Whether a destination takes more than one image. */
    public static boolean takes(Destination destination) {
        return destination.several().isPresent();
    }

    /**
     * For images that become one, by {@link #index}.
     *
     * @throws IllegalArgumentException if the destination is a root alone
     */
    public static ImagesWriter ofIndex(Destination destination, WriteContext context) throws IOException {
        return open(destination, context, false);
    }

    /**
     * For images of different names, by {@link #sideBySide}.
     *
     * @throws IllegalArgumentException if the destination is a root alone
     */
    public static ImagesWriter ofSeveral(Destination destination, WriteContext context) throws IOException {
        return open(destination, context, true);
    }

    private static ImagesWriter open(Destination destination, WriteContext context, boolean areWhole)
            throws IOException {
        SeveralImages images = destination.several().orElseThrow(IllegalArgumentException::new);
        return new ImagesWriter(images.open(context), images.names(), areWhole, context);
    }

    /** What was written of all images. */
    @FunctionalInterface
    public interface Check<X extends Exception> {
        /** @param images digests of their entries in index.json, with the number of manifests that each leads to */
        void check(Map<Digest, Integer> images, Written written) throws X;
    }

    /**
     * Writes an image of one layer, not yet visible.
     *
     * @param check of what was written
     * @throws SourceReadException if the root cannot be read
     */
    public <X extends Exception> ImageSummary add(NewImage image, Written.Check<X> check) throws IOException, X {
        return add(image, List.of(), image.selection(), check);
    }

    /**
     * Writes an image that has the layers of another one below its own.
     *
     * @param below layers that were written before, lowest first
     * @param own what the layer of its own has
     */
    public <X extends Exception> ImageSummary add(
            NewImage image, List<SharedLayer> below, Selection own, Written.Check<X> check) throws IOException, X {
        LayerSummary layer = blobs.layer(out -> LayerWriter.write(image, own, out, context));
        ImageDocuments documents = new ImageDocuments(image, below, layer);
        documents.forEach(blobs::blob);
        added.add(documents);
        ImageSummary summary = documents.summary(shown(image.references()));
        check.check(summary, part(documents));
        return summary;
    }

    /** Of images side by side the tags alone may be the same. */
    private List<String> shown(List<ImageReference> references) {
        return areWhole
                ? names.sideBySide(references).stream()
                        .map(LayoutEntry.Name::tag)
                        .toList()
                : names.shown(references);
    }

    private Written.Part part(ImageDocuments documents) throws IOException {
        Map<String, ByteSource> files = new HashMap<>(blobs.blobs());
        byte[] index = documents.entry(List.of()).addTo(LayoutIndex.empty()).bytes();
        files.put(LayoutIndex.NAME, ByteSource.of(index));
        return new Written.Part(files);
    }

    /**
     * Takes a blob over as it is.
     *
     * @throws BadArchiveException if it is not what its descriptor says
     */
    public void copy(BlobDescriptor blob, ByteSource content) throws IOException, BadArchiveException {
        blobs.copy(blob, content);
    }

    /** The manifest of the image that was added last. */
    public BlobDescriptor last() {
        return added.get(added.size() - 1).manifestBlob();
    }

    /**
     * Makes one image of several platforms.
     *
     * @param index its document
     * @param manifests how many it has
     * @param references its names, where the destination does not give one
     * @param preferred which of the images that were added an engine gets that takes one platform
     */
    public IndexSummary index(byte[] index, int manifests, List<ImageReference> references, int preferred)
            throws IOException {
        BlobDescriptor blob = BlobDescriptor.of(MediaTypes.INDEX, index);
        blobs.blob(blob, index);
        blobs.end(
                List.of(new LayoutEntry(blob, Optional.empty(), names.inLayout(references))),
                List.of(added.get(preferred).dockerEntry(names.inDocker(references))));
        expected.put(blob.digest(), manifests);
        return new IndexSummary(blob.digest(), names.shown(references));
    }

    /** Leaves the images side by side, each with its own name. */
    public void sideBySide() throws IOException {
        List<LayoutEntry> entries = new ArrayList<>();
        List<DockerManifest.Entry> docker = new ArrayList<>();
        for (ImageDocuments documents : added) {
            List<ImageReference> references = documents.references();
            entries.add(documents.entry(names.sideBySide(references)));
            docker.add(documents.dockerEntry(names.inDocker(references)));
            expected.put(documents.manifestBlob().digest(), 1);
        }
        blobs.end(entries, docker);
    }

    /** Runs a check of everything that was written, after {@link #index} or {@link #sideBySide}. */
    public <X extends Exception> void check(Check<X> check) throws IOException, X {
        Written written = blobs.written();
        if (written instanceof Written.Archive archive) {
            try (ByteSource content = archive.content()) {
                check.check(expected, new Written.Archive(content, archive.documents()));
            }
        } else {
            check.check(expected, written);
        }
    }

    /** Moves everything to its destination. */
    public void commit() throws IOException {
        blobs.commit();
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
