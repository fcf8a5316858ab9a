package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.stream.Codec;
import dev.whittle.stream.Decompression;
import dev.whittle.stream.Workspace;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An archive as it is opened: a plain file is read in place, a pipe is stored first; what is compressed as a whole is
 * decompressed first.
 *
 * @param content plain
 * @param files of the host that contain it; none for a pipe
 */
record ArchiveInput(ByteSource content, List<Path> files) {
    /** @param shown for messages, raw */
    static ArchiveInput of(Path file, String shown, Workspace workspace, LayerProgress progress)
            throws IOException, BadArchiveException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory, not an archive; say dir: or oci:");
        }
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            // A named pipe, or <(…) of a shell: it can be read once.
            try (InputStream in = Files.newInputStream(file)) {
                return of(in, shown, workspace, progress);
            }
        }
        ByteSource content = ByteSource.of(FileChannel.open(file, StandardOpenOption.READ));
        return of(content, List.of(file), shown, workspace, progress);
    }

    static ArchiveInput of(InputStream in, String shown, Workspace workspace, LayerProgress progress)
            throws IOException, BadArchiveException {
        return new ArchiveInput(Decompression.plain(shown, new Told(in, shown, progress), workspace), List.of());
    }

    /** @param file closed if this fails */
    static ArchiveInput of(ByteSource file, List<Path> files, String shown, Workspace workspace, LayerProgress progress)
            throws IOException, BadArchiveException {
        try {
            if (Decompression.codec(file) == Codec.PLAIN) {
                return new ArchiveInput(file, files);
            }
            AtomicLong done = new AtomicLong();
            ByteSource plain = Decompression.unpack(
                    shown,
                    file,
                    Optional.empty(),
                    Optional.empty(),
                    workspace,
                    count -> progress.update(done.addAndGet(count), file.size(), shown));
            file.close();
            return new ArchiveInput(plain, files);
        } catch (IOException | BadArchiveException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** A stream that reports how much of it was read. The total is unknown. */
    private static final class Told extends FilterInputStream {
        private final String shown;
        private final LayerProgress progress;
        private long done;

        Told(InputStream in, String shown, LayerProgress progress) {
            super(in);
            this.shown = shown;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            told(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            told(Math.max(0, count));
            return count;
        }

        private void told(int count) {
            done += count;
            progress.update(done, 0, shown);
        }
    }
}
