package dev.whittle.write;

import dev.whittle.image.ImageReference;
import java.io.IOException;
import java.util.List;

/** One image in a destination of blobs. */
final class LayoutImageOutput implements ImageOutput {
    private final BlobOutput blobs;
    private final BlobNames names;

    LayoutImageOutput(BlobOutput blobs, BlobNames names) {
        this.blobs = blobs;
        this.names = names;
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        LayerSummary layer = blobs.layer(out -> LayerWriter.write(image, out, context));
        ImageDocuments documents = new ImageDocuments(image, List.of(), layer);
        documents.forEach(blobs::blob);
        List<ImageReference> references = image.references();
        blobs.end(
                List.of(documents.entry(names.inLayout(references))),
                List.of(documents.dockerEntry(names.inDocker(references))));
        return documents.summary(names.shown(references));
    }

    @Override
    public Written written() throws IOException {
        return blobs.written();
    }

    @Override
    public void commit() throws IOException {
        blobs.commit();
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
