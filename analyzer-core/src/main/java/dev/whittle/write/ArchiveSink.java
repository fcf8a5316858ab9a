package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.stream.SpoolFile;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A target for an archive whose earlier parts can be overwritten: the destination's file before it has its name, or a
 * spool for something that cannot seek, a pipe or a device.
 */
final class ArchiveSink implements Closeable {
    private final Optional<AtomicFile> file;
    private final Optional<SpoolFile> spool;
    private final WriteContext.Pipe pipe;

    private ArchiveSink(Optional<AtomicFile> file, Optional<SpoolFile> spool, WriteContext.Pipe pipe) {
        this.file = file;
        this.spool = spool;
        this.pipe = pipe;
    }

    static ArchiveSink of(Optional<Path> wanted, WriteContext context) throws IOException {
        if (wanted.isEmpty()) {
            return pipe(context);
        }
        AtomicFile file = AtomicFile.create(wanted.get());
        try {
            Optional<SpoolFile> spool =
                    file.isSeekable() ? Optional.empty() : Optional.of(SpoolFile.create(context.spoolDirectory()));
            return new ArchiveSink(Optional.of(file), spool, context.pipe());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    static ArchiveSink pipe(WriteContext context) throws IOException {
        SpoolFile spool = SpoolFile.create(context.spoolDirectory());
        return new ArchiveSink(Optional.empty(), Optional.of(spool), context.pipe());
    }

    OutputStream stream() {
        return spool.isPresent() ? spool.get().stream() : file.orElseThrow().stream();
    }

    /** Replaces bytes that were already written. */
    void patch(long position, byte[] bytes) throws IOException {
        if (spool.isPresent()) {
            spool.get().patch(position, bytes);
        } else {
            file.orElseThrow().patch(position, bytes);
        }
    }

    /** Takes back what was written from {@code position} on. */
    void cut(long position) throws IOException {
        if (spool.isPresent()) {
            spool.get().cut(position);
        } else {
            file.orElseThrow().cut(position);
        }
    }

    /** What was written so far. To be closed. */
    ByteSource content() throws IOException {
        return spool.isPresent() ? spool.get().content() : file.orElseThrow().content();
    }

    void commit() throws IOException {
        if (file.isEmpty()) {
            try (OutputStream out = new PipeOutput(open())) {
                spool.orElseThrow().copyTo(out);
            }
            return;
        }
        if (spool.isPresent()) {
            spool.get().copyTo(file.get().stream());
        }
        file.get().commit();
    }

    private OutputStream open() throws IOException {
        try {
            return pipe.open();
        } catch (IOException e) {
            throw new PipeException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (spool.isPresent()) {
                spool.get().close();
            }
        } finally {
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }

    /** Distinguishes failures of the pipe from those of the spool, and leaves it open. */
    private static final class PipeOutput extends FilterOutputStream {
        PipeOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new PipeException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new PipeException(e);
            }
        }
    }
}
