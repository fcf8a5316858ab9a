package dev.whittle.hostile;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.ImageStore;
import dev.whittle.image.Platform;
import dev.whittle.registry.RegistryAccess;
import dev.whittle.rootfs.RootFs;
import dev.whittle.source.LayerProgress;
import dev.whittle.source.Source;
import dev.whittle.source.SourceContext;
import dev.whittle.source.SourceName;
import dev.whittle.source.Sources;
import dev.whittle.source.Streams;
import dev.whittle.stream.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** An archive on standard input. */
final class Images {
    private Images() {}

    static Optional<RootFs> read(byte[] archive, Workspace workspace)
            throws IOException, BadArchiveException, BadImageException {
        Platform platform = Platform.parse("linux/amd64");
        SourceContext context = new SourceContext(
                Path.of("/"), Optional.empty(), platform, workspace, LayerProgress.NONE, 2, new OneFile(archive));
        try (Source source = Sources.open(new SourceName.Pipe(), context)) {
            return Optional.of(source.root());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OneFile(byte[] content) implements Streams {
        @Override
        public Optional<ByteSource> standardInputFile() {
            return Optional.of(ByteSource.of(content));
        }

        @Override
        public InputStream standardInput() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream save(ImageStore store, String reference) throws IOException {
            throw new IOException("no engine");
        }

        @Override
        public RegistryAccess registries() throws IOException {
            throw new IOException("no registry");
        }
    }
}
