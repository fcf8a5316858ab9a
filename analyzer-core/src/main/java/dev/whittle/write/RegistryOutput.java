package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.ImageReference;
import dev.whittle.image.ManifestWriter;
import dev.whittle.registry.RemoteName;
import dev.whittle.registry.Repository;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An image for a registry. It is made in a spool, as an archive that can be read back, and sent when it is to appear: blobs, then
 * the manifest by its digest, then what is attached, and its tag last. Whatever fails before that leaves the tag as it was.
 */
final class RegistryOutput implements ImageOutput {
    /** A tar's header: the layer is the archive's first entry. */
    private static final long LAYER_OFFSET = 512;

    private final ImageReference reference;
    private final Remote remote;
    private final Repository repository;
    private final BlobArchive archive;
    private final Map<BlobDescriptor, byte[]> documents = new LinkedHashMap<>();
    private @Nullable ImageDocuments image;
    private @Nullable ImageSummary summary;

    private RegistryOutput(ImageReference reference, Remote remote, Repository repository, BlobArchive archive) {
        this.reference = reference;
        this.remote = remote;
        this.repository = repository;
        this.archive = archive;
    }

    static RegistryOutput open(ImageReference reference, WriteContext context) throws IOException {
        Remote remote = context.remote();
        return new RegistryOutput(
                reference,
                remote,
                remote.registries().open(reference),
                new BlobArchive(ArchiveSink.pipe(context), false));
    }

    @Override
    public ImageSummary write(NewImage newImage, WriteContext context) throws IOException {
        LayerSummary layer = archive.layer(out -> LayerWriter.write(newImage, out, context));
        ImageDocuments made = new ImageDocuments(newImage, List.of(), layer);
        made.forEach((blob, content) -> {
            archive.blob(blob, content);
            documents.put(blob, content);
        });
        List<LayoutEntry.Name> names = LayoutEntry.Name.of(Optional.empty(), List.of(reference));
        archive.end(List.of(made.entry(names)), List.of());
        image = made;
        ImageSummary its = made.summary(List.of(reference.toString()));
        summary = its;
        return its;
    }

    @Override
    public Written written() throws IOException {
        return archive.written();
    }

    @Override
    public void commit() throws IOException {
        ImageDocuments made = Objects.requireNonNull(image);
        BlobDescriptor manifest = made.manifestBlob();
        Sending sending =
                new Sending(made.layerBlob().size() + made.configBlob().size());
        try (ByteSource written = archive.content()) {
            ByteSource layer = written.slice(LAYER_OFFSET, made.layerBlob().size());
            send(made.layerBlob(), layer, sending);
            send(made.configBlob(), ByteSource.of(document(made.configBlob())), sending);
        }
        byte[] content = document(manifest);
        repository.put(manifest.digest().toString(), manifest.mediaType(), content);
        for (Attachment attachment : remote.attachments().of(Objects.requireNonNull(summary))) {
            attach(attachment, manifest, sending);
        }
        repository.put(reference.tag().orElseThrow(), manifest.mediaType(), content);
    }

    private byte[] document(BlobDescriptor blob) {
        return Objects.requireNonNull(documents.get(blob));
    }

    private void send(BlobDescriptor blob, ByteSource content, Sending sending) throws IOException {
        Optional<String> from = remote.source()
                .filter(its -> its.host().equals(repository.name().host()))
                .map(RemoteName::repository)
                .filter(its -> !its.equals(repository.name().repository()));
        repository.push(blob.digest(), content, from, sending::add);
    }

    /** OCI image-spec, manifest.md, "Guidelines for Artifact Usage": an empty configuration, and the content as a layer. */
    private void attach(Attachment attachment, BlobDescriptor subject, Sending sending) throws IOException {
        BlobDescriptor blob = BlobDescriptor.of(attachment.mediaType(), attachment.content());
        send(blob, ByteSource.of(attachment.content()), sending);
        BlobDescriptor empty = BlobDescriptor.of(ManifestWriter.EMPTY_TYPE, ManifestWriter.EMPTY);
        send(empty, ByteSource.of(ManifestWriter.EMPTY), sending);
        byte[] manifest = ManifestWriter.artifact(subject, attachment.artifactType(), blob, attachment.annotations());
        repository.attach(manifest, attachment.artifactType(), attachment.annotations(), subject.digest());
    }

    /** Counts what was sent of all there is. */
    private final class Sending {
        private final AtomicLong done = new AtomicLong();
        private final long total;

        Sending(long total) {
            this.total = total;
        }

        void add(long bytes) {
            remote.sending().update(Math.min(done.addAndGet(bytes), total), total);
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
