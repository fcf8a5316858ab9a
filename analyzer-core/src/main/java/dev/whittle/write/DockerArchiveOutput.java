package dev.whittle.write;

import dev.whittle.image.ImageReference;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.ManifestWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as {@code docker save} writes it from 25 on: {@code manifest.json} for engines of all ages, over blobs that are
 * a valid OCI layout for everyone else.
 */
final class DockerArchiveOutput implements ImageOutput {
    private final ArchiveSink sink;
    private final Optional<ImageReference> wanted;
    private Map<String, byte[]> written = Map.of();

    DockerArchiveOutput(ArchiveSink sink, Optional<ImageReference> wanted) {
        this.sink = sink;
        this.wanted = wanted;
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        Optional<ImageReference> reference = wanted.or(image::reference)
                .map(its -> new ImageReference(its.repository(), its.tag(), Optional.empty()));
        reference = reference.map(ImageReference::tagged);
        BlobArchive archive = new BlobArchive(sink);
        ImageDocuments documents = OciArchiveOutput.blobs(archive, image, context);
        LayoutIndex index = documents.addTo(
                LayoutIndex.empty(), reference.flatMap(ImageReference::tag), reference.map(ImageReference::full));
        OciArchiveOutput.layout(archive, index);
        Optional<String> name = reference.map(ImageReference::toString);
        archive.file(
                "manifest.json",
                ManifestWriter.dockerManifest(
                        BlobArchive.BLOBS + documents.configBlob().digest().hex(),
                        name,
                        List.of(BlobArchive.BLOBS
                                + documents.layerBlob().digest().hex())));
        archive.end();
        written = archive.documents();
        return documents.summary(name);
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
}
