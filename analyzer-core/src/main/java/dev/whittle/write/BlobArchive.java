package dev.whittle.write;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BlobDescriptor;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.LayoutIndex;
import dev.whittle.image.ManifestWriter;
import dev.whittle.tar.TarMeta;
import dev.whittle.tar.TarWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tar of an OCI layout (OCI image-spec, image-layout.md), written in one pass: a layer's name and size are known when its
 * last byte is written, so its header is put in afterwards. All entries are root's, of mode 0644 and of the year 1970.
 */
final class BlobArchive implements BlobOutput {
    private static final TarMeta META = new TarMeta(0644, 0, 0, 0, Map.of());
    private static final int RECORD = 512;
    private static final String DOCKER_MANIFEST = "manifest.json";

    private final ArchiveSink sink;
    private final OutputStream out;
    private final boolean isDocker;
    private final Map<String, byte[]> documents = new LinkedHashMap<>();
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private long position;

    /** Where the content of an entry lies. */
    private record Part(long offset, long size) {}

    /** @param isDocker whether it gets a {@code manifest.json} for engines of all ages */
    BlobArchive(ArchiveSink sink, boolean isDocker) {
        this.sink = sink;
        this.out = sink.stream();
        this.isDocker = isDocker;
    }

    @Override
    public LayerSummary layer(Body body) throws IOException {
        long header = position;
        out.write(new byte[RECORD]);
        LayerSummary summary = body.writeTo(out);
        String name = "blobs/" + summary.digest().replace(':', '/');
        if (parts.containsKey(name)) {
            sink.cut(header);
            return summary;
        }
        added(name, summary.size());
        sink.patch(header, TarWriter.header(name, META, summary.size()));
        return summary;
    }

    @Override
    public void blob(BlobDescriptor descriptor, byte[] content) throws IOException {
        if (!parts.containsKey(BlobOutput.name(descriptor))) {
            file(BlobOutput.name(descriptor), content);
        }
    }

    @Override
    public void copy(BlobDescriptor descriptor, ByteSource content) throws IOException, BadArchiveException {
        String name = BlobOutput.name(descriptor);
        if (!parts.containsKey(name)) {
            out.write(TarWriter.header(name, META, descriptor.size()));
            BlobCopy.copy(descriptor, content, out);
            added(name, descriptor.size());
        }
    }

    private void file(String name, byte[] content) throws IOException {
        documents.put(name, content);
        out.write(TarWriter.header(name, META, content.length));
        out.write(content);
        added(name, content.length);
    }

    /** After its header and content. */
    private void added(String name, long size) throws IOException {
        parts.put(name, new Part(position + RECORD, size));
        position += RECORD + size;
        int rest = (int) (-position & (RECORD - 1));
        out.write(new byte[rest]);
        position += rest;
    }

    @Override
    public Map<String, ByteSource> blobs() throws IOException {
        return blobs(sink.content());
    }

    /** @param content all of the tar */
    Map<String, ByteSource> blobs(ByteSource content) {
        Map<String, ByteSource> blobs = new LinkedHashMap<>();
        parts.forEach((name, part) -> blobs.put(name, content.slice(part.offset(), part.size())));
        return blobs;
    }

    @Override
    public void end(List<LayoutEntry> images, List<DockerManifest.Entry> docker) throws IOException {
        LayoutIndex index = LayoutIndex.empty();
        for (LayoutEntry image : images) {
            index = image.addTo(index);
        }
        file(LayoutIndex.MARKER, LayoutIndex.marker());
        file(LayoutIndex.NAME, index.bytes());
        if (isDocker) {
            file(DOCKER_MANIFEST, ManifestWriter.dockerManifest(docker));
        }
        out.write(new byte[2 * RECORD]); // the end of a tar: POSIX pax, "ustar Interchange Format"
    }

    @Override
    public Written written() throws IOException {
        return new Written.Archive(sink.content(), documents);
    }

    /** All of the tar. To be closed. */
    ByteSource content() throws IOException {
        return sink.content();
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
