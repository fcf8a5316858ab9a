package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The content of a host file, with faults that name the file. Content shorter than the declared size is a fault, not an
 * end.
 */
final class HostContent implements ByteSource {
    private final RootPath path;
    private final ByteSource content;

    private HostContent(RootPath path, ByteSource content) {
        this.path = path;
        this.content = content;
    }

    /**
     * For a file that was just listed, by a caller that visits all files of a root: a second check would show the same.
     */
    static ByteSource openListed(RootPath path, Path host) throws IOException {
        return new HostContent(path, ByteSource.open(host));
    }

    /**
     * Checks the file just before opening: what was a file when it was listed may be a fifo now, and opening a fifo
     * waits for a writer.
     */
    static ByteSource open(RootPath path, Path host) throws IOException {
        if (!Files.isRegularFile(host, LinkOption.NOFOLLOW_LINKS) && Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path.raw(), null, "changed while it was read: no longer a regular file");
        }
        return openListed(path, host);
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        int count;
        try {
            count = content.read(position, target);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw (FileSystemException) new FileSystemException(path.raw(), null, e.getMessage()).initCause(e);
        }
        if (count < 0 && position < content.size()) {
            throw new FileSystemException(
                    path.raw(), null, "holds less than its size says: it has shrunk, or is not a disk file");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
