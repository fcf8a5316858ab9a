package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Keeps parts of a content that come in any order. Thread-safe. */
public final class ChunkCache implements Closeable {
    private final String label;
    private final Workspace workspace;
    private final Spool spool;
    private final ByteSource content;
    private final Map<Integer, Long> places = new HashMap<>();

    /** @param label of the content, for messages, raw */
    public ChunkCache(String label, Workspace workspace) {
        this.label = label;
        this.workspace = workspace;
        this.spool = new Spool(workspace);
        this.content = spool.content();
    }

    public synchronized boolean has(int chunk) {
        return places.containsKey(chunk);
    }

    public synchronized void put(int chunk, byte[] plain) throws IOException {
        try {
            workspace.take(label, plain.length);
        } catch (BadArchiveException e) {
            throw new IOException(label + ": " + e.reason(), e);
        }
        places.put(chunk, content.size());
        spool.write(plain, plain.length);
    }

    /**
     * Reads of a chunk that is there.
     *
     * @param within where in the chunk
     * @param length of the chunk
     */
    public synchronized int read(int chunk, long within, long length, ByteBuffer target) throws IOException {
        Long place = places.get(chunk);
        if (place == null) {
            throw new IllegalStateException("no chunk " + chunk);
        }
        ByteBuffer part = target.slice();
        part.limit((int) Math.min(part.remaining(), length - within));
        int count = content.read(place + within, part);
        target.position(target.position() + Math.max(count, 0));
        return count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
