package dev.whittle.write;

import dev.whittle.image.LayoutIndex;
import java.io.IOException;
import java.util.Map;

/** A tar of an OCI layout with one image (OCI image-spec, image-layout.md), plus the files of its kind. */
abstract class ImageArchiveOutput implements ImageOutput {
    private final ArchiveSink sink;
    private Map<String, byte[]> written = Map.of();

    ImageArchiveOutput(ArchiveSink sink) {
        this.sink = sink;
    }

    @Override
    public final ImageSummary write(NewImage image, WriteContext context) throws IOException {
        BlobArchive archive = new BlobArchive(sink);
        LayerSummary layer = archive.layer(out -> LayerWriter.write(image, out, context));
        ImageDocuments documents = new ImageDocuments(image, layer);
        documents.forEach(archive::blob);
        ImageSummary summary = describe(archive, image, documents);
        archive.end();
        written = archive.documents();
        return summary;
    }

    /** Writes the documents that identify the blobs. */
    abstract ImageSummary describe(BlobArchive archive, NewImage image, ImageDocuments documents) throws IOException;

    static void layout(BlobArchive archive, LayoutIndex index) throws IOException {
        archive.file(LayoutIndex.MARKER, LayoutIndex.marker());
        archive.file(LayoutIndex.NAME, index.bytes());
    }

    @Override
    public final Written written() throws IOException {
        return sink.written(written);
    }

    @Override
    public final void commit() throws IOException {
        sink.commit();
    }

    @Override
    public final void close() throws IOException {
        sink.close();
    }
}
