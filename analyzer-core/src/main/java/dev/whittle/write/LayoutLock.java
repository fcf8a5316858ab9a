package dev.whittle.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Prevents other processes from changing a layout's {@code index.json} until closed, by a lock (fcntl) on its marker: a
 * file that stays, whereas the index is replaced. A user who may not write the marker continues without a lock.
 */
final class LayoutLock implements Closeable {
    private final Optional<FileChannel> marker;

    private LayoutLock(Optional<FileChannel> marker) {
        this.marker = marker;
    }

    /** Waits for the lock, which is short: an index is small. */
    static LayoutLock take(Path marker) throws IOException {
        if (!Files.isWritable(marker)) {
            return new LayoutLock(Optional.empty());
        }
        FileChannel channel = FileChannel.open(marker, StandardOpenOption.WRITE);
        try {
            channel.lock(); // released by closing
        } catch (IOException e) {
            channel.close();
            return new LayoutLock(Optional.empty()); // a file system without locks
        }
        return new LayoutLock(Optional.of(channel));
    }

    @Override
    public void close() throws IOException {
        if (marker.isPresent()) {
            marker.get().close();
        }
    }
}
