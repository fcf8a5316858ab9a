package dev.whittle.write;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.DockerManifest;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A destination that takes blobs one after the other, not yet visible, and then the index that says which of them are images. A blob
 * that comes twice is kept once. Closing without {@link #commit} leaves the destination as it was.
 */
interface BlobOutput extends Closeable {
    /** Writes a layer into what it is given. */
    @FunctionalInterface
    interface Body {
        LayerSummary writeTo(OutputStream out) throws IOException;
    }

    LayerSummary layer(Body body) throws IOException;

    void blob(BlobDescriptor descriptor, byte[] content) throws IOException;

    /** @throws BadArchiveException if it is not what its descriptor says */
    void copy(BlobDescriptor descriptor, ByteSource content) throws IOException, BadArchiveException;

    /** What was written so far, by its name in a layout. */
    Map<String, ByteSource> blobs() throws IOException;

    /**
     * Writes what tells which blobs are images. Called once.
     *
     * @param docker the same for readers of {@code manifest.json}, where the destination has one
     */
    void end(List<LayoutEntry> images, List<DockerManifest.Entry> docker) throws IOException;

    /** All that was written, before it is committed; what can be closed of it is the caller's to close. */
    Written written() throws IOException;

    /** Puts it in its place. */
    void commit() throws IOException;

    /** Where a layout keeps a blob: OCI image-spec, image-layout.md. */
    static String name(BlobDescriptor blob) {
        return "blobs/" + blob.digest().algorithm().id() + "/" + blob.digest().hex();
    }
}
