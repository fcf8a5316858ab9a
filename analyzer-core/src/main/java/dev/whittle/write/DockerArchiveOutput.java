package dev.whittle.write;

import dev.whittle.image.ImageReference;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.ManifestWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An image as {@code docker save} writes it from 25 on: {@code manifest.json} for engines of all ages, over blobs that
 * form a valid OCI layout for other tools.
 */
final class DockerArchiveOutput extends ImageArchiveOutput {
    private final Optional<ImageReference> wanted;

    DockerArchiveOutput(ArchiveSink sink, Optional<ImageReference> wanted) {
        super(sink);
        this.wanted = wanted;
    }

    @Override
    ImageSummary describe(BlobArchive archive, NewImage image, ImageDocuments documents) throws IOException {
        Optional<ImageReference> reference = wanted.or(image::reference)
                .map(its -> new ImageReference(its.repository(), its.tag(), Optional.empty()))
                .map(ImageReference::tagged);
        LayoutIndex index = documents.addTo(
                LayoutIndex.empty(), reference.flatMap(ImageReference::tag), reference.map(ImageReference::full));
        layout(archive, index);
        Optional<String> name = reference.map(ImageReference::toString);
        archive.file(
                "manifest.json",
                ManifestWriter.dockerManifest(
                        BlobArchive.BLOBS + documents.configBlob().digest().hex(),
                        name,
                        List.of(BlobArchive.BLOBS
                                + documents.layerBlob().digest().hex())));
        return documents.summary(name);
    }
}
