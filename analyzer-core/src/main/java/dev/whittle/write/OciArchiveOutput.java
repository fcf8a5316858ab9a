package dev.whittle.write;

import dev.whittle.image.ImageReference;
import dev.whittle.image.LayoutIndex;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A tar of an OCI layout with one image (OCI image-spec, image-layout.md). */
final class OciArchiveOutput implements ImageOutput {
    private final ArchiveSink sink;
    private final Optional<String> wanted;
    private Map<String, byte[]> written = Map.of();

    OciArchiveOutput(ArchiveSink sink, Optional<String> wanted) {
        this.sink = sink;
        this.wanted = wanted;
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        BlobArchive archive = new BlobArchive(sink);
        ImageDocuments documents = blobs(archive, image, context);
        LayoutName name = LayoutName.of(wanted, image.reference());
        layout(archive, documents.addTo(LayoutIndex.empty(), name.tag(), name.full()));
        archive.end();
        written = archive.documents();
        return documents.summary(name.tag());
    }

    static ImageDocuments blobs(BlobArchive archive, NewImage image, WriteContext context) throws IOException {
        LayerSummary layer = archive.layer(out -> LayerWriter.write(image, out, context));
        ImageDocuments documents = new ImageDocuments(image, layer);
        documents.forEach(archive::blob);
        return documents;
    }

    static void layout(BlobArchive archive, LayoutIndex index) throws IOException {
        archive.file(LayoutIndex.MARKER, LayoutIndex.marker());
        archive.file(LayoutIndex.NAME, index.bytes());
    }

    @Override
    public Written written() throws IOException {
        return sink.written(written);
    }

    @Override
    public void commit() throws IOException {
        sink.commit();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }

    /**
     * What an image is called in a layout.
     *
     * @param full the whole reference, where a tag of the destination's own does not say otherwise
     */
    record LayoutName(Optional<String> tag, Optional<String> full) {
        static LayoutName of(Optional<String> wanted, Optional<ImageReference> reference) {
            if (wanted.isPresent()) {
                return new LayoutName(wanted, Optional.empty());
            }
            Optional<ImageReference> tagged = reference.map(ImageReference::tagged);
            return new LayoutName(tagged.flatMap(ImageReference::tag), tagged.map(ImageReference::full));
        }
    }
}
