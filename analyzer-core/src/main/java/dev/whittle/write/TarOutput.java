package dev.whittle.write;

import java.io.IOException;
import java.util.Map;

/** A root as a tar, the same format as a layer. */
final class TarOutput implements ImageOutput {
    private final ArchiveSink sink;

    TarOutput(ArchiveSink sink) {
        this.sink = sink;
    }

    @Override
    public ImageSummary write(NewImage image, WriteContext context) throws IOException {
        return ImageSummary.ofRoot(LayerWriter.write(image, sink.stream(), context));
    }

    @Override
    public Written written() throws IOException {
        return new Written.Archive(sink.content(), Map.of());
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
