package dev.whittle.write;

import dev.whittle.image.BlobDescriptor;
import dev.whittle.tar.TarMeta;
import dev.whittle.tar.TarWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tar of blobs, written in one pass: a layer's name and size are known when its last byte is written, so its header
 * is written afterwards. All entries belong to root, with mode 0644 and a time in 1970.
 */
final class BlobArchive {
    static final String BLOBS = "blobs/sha256/";
    private static final TarMeta META = new TarMeta(0644, 0, 0, 0, Map.of());
    private static final int RECORD = 512;

    private final ArchiveSink sink;
    private final OutputStream out;
    private final Map<String, byte[]> documents = new LinkedHashMap<>();
    private long position;

    BlobArchive(ArchiveSink sink) {
        this.sink = sink;
        this.out = sink.stream();
    }

    /** Writes a layer to a stream. */
    @FunctionalInterface
    interface Body {
        LayerSummary writeTo(OutputStream out) throws IOException;
    }

    LayerSummary layer(Body body) throws IOException {
        long header = position;
        out.write(new byte[RECORD]);
        LayerSummary summary = body.writeTo(out);
        position += RECORD + summary.size();
        pad();
        sink.patch(header, TarWriter.header(BLOBS + hex(summary.digest()), META, summary.size()));
        return summary;
    }

    void blob(BlobDescriptor descriptor, byte[] content) throws IOException {
        file(BLOBS + descriptor.digest().hex(), content);
    }

    void file(String name, byte[] content) throws IOException {
        documents.put(name, content);
        out.write(TarWriter.header(name, META, content.length));
        out.write(content);
        position += RECORD + content.length;
        pad();
    }

    /** Everything written except the layer, by name. */
    Map<String, byte[]> documents() {
        return documents;
    }

    /** Two records of zeros (POSIX pax, "ustar Interchange Format"). */
    void end() throws IOException {
        out.write(new byte[2 * RECORD]);
    }

    private void pad() throws IOException {
        int rest = (int) (-position & (RECORD - 1));
        out.write(new byte[rest]);
        position += rest;
    }

    private static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }
}
