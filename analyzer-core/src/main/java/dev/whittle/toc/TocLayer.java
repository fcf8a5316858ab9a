package dev.whittle.toc;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.stream.ChunkCache;
import dev.whittle.stream.Codec;
import dev.whittle.stream.PackedChunk;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.TarEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer that is read by its table of contents: the files' contents one after the other, each chunk fetched when its first
 * byte is wanted, held against its digest, and kept.
 */
public final class TocLayer implements ByteSource {
    private static final int LOCKS = 64;

    private final String label;
    private final TableOfContents contents;
    private final Codec codec;
    private final Ranges ranges;
    private final ChunkCache cache;
    /** Where each chunk begins among the contents, and the end of the last one. */
    private final long[] starts;

    /** Where compressed data begin, and where the last of them end, in order. */
    private final long[] edges;

    private final long dataEnd;
    private final Object[] locks = new Object[LOCKS];

    private TocLayer(
            String label, TableOfContents contents, Codec codec, Ranges ranges, long dataEnd, Workspace workspace) {
        this.label = label;
        this.contents = contents;
        this.codec = codec;
        this.ranges = new ReadAhead(ranges, dataEnd);
        this.cache = new ChunkCache(label, workspace);
        List<Chunk> chunks = contents.chunks();
        this.starts = new long[chunks.size() + 1];
        for (int i = 0; i < chunks.size(); i++) {
            starts[i + 1] = starts[i] + chunks.get(i).length();
        }
        this.edges = chunks.stream()
                .filter(chunk -> !chunk.isZeros())
                .mapToLong(Chunk::packedStart)
                .distinct()
                .sorted()
                .toArray();
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        this.dataEnd = dataEnd;
    }

    /**
     * Fetches the table of contents.
     *
     * @param annotations of the layer's descriptor, which has the table's digest
     * @param size of the blob, in bytes
     * @return empty if the layer does not say that it has a table that can be checked
     * @throws BadArchiveException if the table is not what its digest says, or malformed
     */
    public static Optional<TocLayer> open(
            String label, Map<String, String> annotations, long size, Ranges ranges, Workspace workspace)
            throws IOException, BadArchiveException {
        Optional<FoundContents> found = ZstdChunked.find(label, annotations, size, ranges);
        if (found.isEmpty()) {
            found = Stargz.find(label, annotations, size, ranges);
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FoundContents foundContents = found.get();
        TableOfContents contents = ContentsReader.read(label, foundContents.json(), workspace.maxEntries());
        for (Chunk chunk : contents.chunks()) {
            if (!chunk.isZeros() && (chunk.packedStart() < 0 || chunk.packedStart() >= foundContents.dataEnd())) {
                throw new BadArchiveException(label, "its table of contents: a chunk outside of the layer");
            }
        }
        return Optional.of(
                new TocLayer(label, contents, foundContents.codec(), ranges, foundContents.dataEnd(), workspace));
    }

    /**
     * What was found in a blob.
     *
     * @param json the table, checked
     * @param dataEnd where the files' data end
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record FoundContents(byte[] json, Codec codec, long dataEnd) {}

    /** In the order of the layer; their contents are read from this. */
    public List<TarEntry> entries() {
        return contents.entries();
    }

    @Override
    public long size() {
        return starts[starts.length - 1];
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position >= size()) {
            return -1;
        }
        int found = Arrays.binarySearch(starts, position);
        int chunk = found >= 0 ? found : -found - 2;
        long within = position - starts[chunk];
        if (!cache.has(chunk)) {
            synchronized (locks[chunk % LOCKS]) {
                if (!cache.has(chunk)) {
                    cache.put(chunk, fetched(contents.chunks().get(chunk)));
                }
            }
        }
        return cache.read(chunk, within, starts[chunk + 1] - starts[chunk], target);
    }

    private byte[] fetched(Chunk chunk) throws IOException {
        if (chunk.isZeros()) {
            return new byte[(int) chunk.length()];
        }
        int at = Arrays.binarySearch(edges, chunk.packedStart());
        long end = at + 1 < edges.length ? edges[at + 1] : dataEnd;
        long packed = end - chunk.packedStart();
        if (packed > Integer.MAX_VALUE / 4) {
            throw new IOException(label + ": a chunk of " + packed + " compressed bytes");
        }
        return PackedChunk.unpack(
                label,
                ranges.read(chunk.packedStart(), (int) packed),
                codec,
                chunk.skip(),
                (int) chunk.length(),
                chunk.digest());
    }

    @Override
    public void close() throws IOException {
        cache.close();
    }
}
