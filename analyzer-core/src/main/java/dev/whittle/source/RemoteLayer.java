package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.StreamedSource;
import dev.whittle.image.Descriptor;
import dev.whittle.registry.RemoteParts;
import dev.whittle.registry.Repository;
import dev.whittle.stream.Workspace;
import dev.whittle.toc.TocLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A layer in a registry: a stream, or what its table of contents leads to, if that is enough and there is one. */
final class RemoteLayer implements StreamedSource {
    private final StreamedSource stream;
    private final Optional<RemoteParts> parts;
    private final Descriptor descriptor;
    private final LongConsumer fetched;
    private long counted;

    /**
     * @param inParts whether parts are enough
     * @param fetched told of all that comes, in bytes
     */
    RemoteLayer(Repository repository, Descriptor descriptor, boolean inParts, LongConsumer fetched) {
        this.stream = repository.blob(descriptor.digest(), descriptor.size());
        this.parts = inParts
                ? Optional.of(repository.parts(descriptor.digest(), descriptor.size(), fetched))
                : Optional.empty();
        this.descriptor = descriptor;
        this.fetched = fetched;
    }

    /**
     * @param label for messages, raw
     * @return empty if the stream must be read: there is no table that can be checked, or the registry sends no parts
     */
    Optional<TocLayer> inParts(String label, Workspace workspace) throws IOException, BadArchiveException {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        try {
            return TocLayer.open(label, descriptor.annotations(), descriptor.size(), parts.get()::read, workspace);
        } catch (RemoteParts.UnsupportedException e) {
            return Optional.empty();
        }
    }

    @Override
    public long size() {
        return descriptor.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        int count = stream.read(position, target);
        if (position + count > counted) { // the first bytes may be read twice
            fetched.accept(position + count - counted);
            counted = position + count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
