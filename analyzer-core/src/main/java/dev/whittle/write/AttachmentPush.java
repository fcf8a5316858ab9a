package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.ManifestWriter;
import dev.whittle.registry.Repository;
import java.io.IOException;
import java.util.List;

/** Brings a document about an image beside it: OCI image-spec, manifest.md, "Guidelines for Artifact Usage". */
final class AttachmentPush {
    private AttachmentPush() {}

    /** An empty configuration, and the content as a layer. */
    static void send(Attachment attachment, BlobDescriptor subject, Repository repository) throws IOException {
        BlobDescriptor blob = BlobDescriptor.of(attachment.mediaType(), attachment.content());
        push(repository, blob, attachment.content());
        push(repository, BlobDescriptor.of(ManifestWriter.EMPTY_TYPE, ManifestWriter.EMPTY), ManifestWriter.EMPTY);
        byte[] manifest = ManifestWriter.artifact(subject, attachment.artifactType(), blob, attachment.annotations());
        repository.attach(manifest, attachment.artifactType(), attachment.annotations(), subject.digest());
    }

    private static void push(Repository repository, BlobDescriptor blob, byte[] content) throws IOException {
        repository.push(blob.digest(), ByteSource.of(content), List.of(), sent -> {});
    }
}
