package dev.whittle.stream;

import dev.whittle.bytes.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores a content in order and returns it at any position: from memory while it is small, otherwise from a file. */
public final class Spool implements Closeable {
    static final int CHUNK = 1 << 18;

    private final Workspace workspace;
    private final List<byte[]> chunks = new ArrayList<>();
    private @Nullable SpoolFile file;
    private long size;

    /** @param workspace whose memory and directory it uses */
    public Spool(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Appends the first bytes of an array. */
    public void write(byte[] bytes, int length) throws IOException {
        int at = 0;
        while (at < length && file == null) {
            int into = (int) (size % CHUNK);
            if (into == 0 && !addChunk()) {
                moveToFile();
                break;
            }
            int count = Math.min(length - at, CHUNK - into);
            System.arraycopy(bytes, at, chunks.get(chunks.size() - 1), into, count);
            at += count;
            size += count;
        }
        if (file != null && at < length) {
            append(file, bytes, at, length - at);
            size += length - at;
        }
    }

    private boolean addChunk() {
        if (size >= Workspace.MEMORY_OF_ONE || !workspace.takeMemory(CHUNK)) {
            return false;
        }
        chunks.add(new byte[CHUNK]);
        return true;
    }

    private void moveToFile() throws IOException {
        SpoolFile made = create();
        file = made;
        for (byte[] chunk : chunks) { // all are full: a new one was needed
            append(made, chunk, 0, chunk.length);
        }
        forget();
    }

    private SpoolFile create() throws SpoolException {
        try {
            return SpoolFile.create(workspace.directory());
        } catch (IOException e) {
            throw new SpoolException(workspace.directory(), e);
        }
    }

    private void append(SpoolFile to, byte[] bytes, int at, int count) throws SpoolException {
        try {
            to.write(ByteBuffer.wrap(bytes, at, count));
        } catch (IOException e) {
            throw new SpoolException(workspace.directory(), e);
        }
    }

    private void forget() {
        workspace.giveMemory((long) CHUNK * chunks.size());
        chunks.clear();
    }

    /** What was written. Closing it closes this spool. */
    public ByteSource content() {
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                if (position >= size) {
                    return -1;
                }
                if (file != null) {
                    return file.read(position, target);
                }
                int from = (int) (position % CHUNK);
                int count = (int) Math.min(Math.min(target.remaining(), CHUNK - from), size - position);
                target.put(chunks.get((int) (position / CHUNK)), from, count);
                return count;
            }

            @Override
            public void close() throws IOException {
                Spool.this.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        forget();
        if (file != null) {
            file.close();
        }
    }
}
