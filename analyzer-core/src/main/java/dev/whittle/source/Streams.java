package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.ImageStore;
import dev.whittle.registry.RegistryAccess;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where sources that are no files come from. The core starts no process and has no standard input. */
public interface Streams {
    /** For sources on this machine alone: neither standard input, nor an engine, nor a registry. */
    Streams NONE = new Streams() {
        @Override
        public Optional<ByteSource> standardInputFile() {
            return Optional.empty();
        }

        @Override
        public InputStream standardInput() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream save(ImageStore store, String reference) throws IOException {
            throw new IOException("no engine can be reached from here");
        }

        @Override
        public RegistryAccess registries() throws IOException {
            throw new IOException("no registry can be reached from here");
        }
    };

    /** Standard input, if it is a plain file: from where it stands, read where it lies. */
    Optional<ByteSource> standardInputFile();

    InputStream standardInput();

    /**
     * An archive of an image in an engine's store.
     *
     * @param reference raw
     * @return a stream whose read fails, instead of ending, if the engine has failed
     */
    InputStream save(ImageStore store, String reference) throws IOException;

    /** How registries are spoken to. */
    RegistryAccess registries() throws IOException;
}
