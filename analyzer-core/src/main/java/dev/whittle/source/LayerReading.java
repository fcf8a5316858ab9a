package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.StreamedSource;
import dev.whittle.stream.Codec;
import dev.whittle.stream.Decompression;
import dev.whittle.stream.DigestCheck;
import dev.whittle.stream.Workspace;
import dev.whittle.toc.TocLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Brings one layer into a form that a tree can be made of: plain, checked, indexed. */
final class LayerReading {
    private static final int BUFFER = 1 << 20;

    private final Workspace workspace;
    private final LayerProgress progress;
    private final LayerCheck check;
    private final ExecutorService hashers;
    private final long total;
    private final List<ByteSource> contents;
    private final List<Future<?>> hashing = new ArrayList<>();
    private final Object lock = new Object();
    private long done;
    private volatile boolean cancelled;

    /** @param hashers reads plain layers for their digests */
    LayerReading(
            List<LayerBlob> layers,
            Workspace workspace,
            LayerProgress progress,
            LayerCheck check,
            ExecutorService hashers) {
        this.workspace = workspace;
        this.progress = progress;
        this.check = check;
        this.hashers = hashers;
        this.total = layers.stream().mapToLong(layer -> layer.content().size()).sum();
        this.contents = new ArrayList<>(layers.stream().map(LayerBlob::content).toList());
    }

    /** Makes all reading end soon, with a {@link CancellationException}. */
    void cancel() {
        cancelled = true;
    }

    LayerIndex read(LayerBlob layer) throws IOException, BadArchiveException {
        String label = layer.label();
        ByteSource content = layer.content();
        if (layer.size().isPresent() && layer.size().getAsLong() != content.size()) {
            throw new BadArchiveException(
                    label,
                    "has " + content.size() + " bytes, should have "
                            + layer.size().getAsLong());
        }
        if (content instanceof RemoteLayer remote) {
            Optional<TocLayer> inParts = remote.inParts(label, workspace);
            if (inParts.isPresent()) {
                synchronized (lock) {
                    contents.add(inParts.get());
                }
                return LayerIndex.of(label, inParts.get());
            }
        }
        LongConsumer counter = count -> told(label, count);
        boolean isPlain = Decompression.codec(content) == Codec.PLAIN;
        if (isPlain && !(content instanceof StreamedSource)) {
            return readPlain(layer, counter);
        }
        if (isPlain) {
            workspace.take(label, content.size());
        }
        ByteSource plain = Decompression.unpack(label, content, layer.digest(), layer.diffId(), workspace, counter);
        synchronized (lock) {
            contents.add(plain);
        }
        content.close();
        return index(label, plain);
    }

    /** All contents given and made; once reading has ended. */
    List<ByteSource> contents() {
        synchronized (lock) {
            return List.copyOf(contents);
        }
    }

    /**
     * Waits until all plain layers are hashed.
     *
     * @throws BadArchiveException if one is not what its digests say
     */
    void confirm() throws IOException, BadArchiveException {
        List<Future<?>> begun;
        synchronized (lock) {
            begun = List.copyOf(hashing);
        }
        for (Future<?> each : begun) {
            await(each);
        }
    }

    /** Its headers are read while another thread reads all of it for the digests, and goes on when this is done. */
    private LayerIndex readPlain(LayerBlob layer, LongConsumer counter) throws IOException, BadArchiveException {
        DigestCheck digest = DigestCheck.of(layer.label(), "digest", layer.digest());
        // Of a plain layer both are the same: it is hashed once, unless the two contradict each other.
        DigestCheck diffId = layer.digest().equals(layer.diffId())
                ? DigestCheck.of(layer.label(), "diffID", Optional.empty())
                : DigestCheck.of(layer.label(), "diffID", layer.diffId());
        Future<?> hashed = hashers.submit(() -> {
            hash(layer.content(), digest, diffId, counter);
            return null;
        });
        synchronized (lock) {
            hashing.add(hashed);
        }
        return index(layer.label(), layer.content());
    }

    private LayerIndex index(String label, ByteSource plain) throws IOException, BadArchiveException {
        check.check(label, plain);
        return LayerIndex.read(label, plain, workspace);
    }

    private static void hash(ByteSource content, DigestCheck digest, DigestCheck diffId, LongConsumer counter)
            throws IOException, BadArchiveException {
        if (!digest.isWanted() && !diffId.isWanted()) {
            counter.accept(content.size());
            return;
        }
        byte[] buffer = new byte[BUFFER];
        long position = 0;
        for (int count; (count = content.read(position, ByteBuffer.wrap(buffer))) > 0; position += count) {
            digest.update(buffer, count);
            diffId.update(buffer, count);
            counter.accept(count);
        }
        digest.finish();
        diffId.finish();
    }

    /** Waits for work that throws what reading throws. */
    static <T> T await(Future<T> work) throws IOException, BadArchiveException {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof BadArchiveException bad) {
                throw bad;
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }

    private void told(String label, long count) {
        if (cancelled) {
            throw new CancellationException();
        }
        synchronized (lock) {
            done += count;
            progress.update(done, total, label);
        }
    }
}
