package dev.whittle.write;

import dev.whittle.image.ImageReference;
import dev.whittle.image.LayoutIndex;
import java.io.IOException;
import java.util.Optional;

/** A tar of an OCI layout with one image, and nothing else. */
final class OciArchiveOutput extends ImageArchiveOutput {
    private final Optional<String> wanted;

    OciArchiveOutput(ArchiveSink sink, Optional<String> wanted) {
        super(sink);
        this.wanted = wanted;
    }

    @Override
    ImageSummary describe(BlobArchive archive, NewImage image, ImageDocuments documents) throws IOException {
        LayoutName name = LayoutName.of(wanted, image.reference());
        layout(archive, documents.addTo(LayoutIndex.empty(), name.tag(), name.full()));
        return documents.summary(name.tag());
    }

    /**
     * Name of an image in a layout.
     *
     * @param full the whole reference, unless the destination has a tag
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
