package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A host file's content, whose faults name the file. One that holds less than it says is a fault, and no end. */
final class HostContent implements ByteSource {
    private final RootPath path;
    private final ByteSource content;

    private HostContent(RootPath path, ByteSource content) {
        this.path = path;
        this.content = content;
    }

    /** Of a file that was listed just now, by whoever looks at all files of a root: a second look at each would see the same. */
    static ByteSource openListed(RootPath path, Path host) throws IOException {
        return new HostContent(path, ByteSource.open(host));
    }

    /** A look just before: what was a file when it was listed may be a fifo now, and opening one waits for whoever writes to it. */
    static ByteSource open(RootPath path, Path host) throws IOException {
        if (!Files.isRegularFile(host, LinkOption.NOFOLLOW_LINKS) && Files.exists(host, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    path.raw(), null, "changed while it was read: it is no regular file any more");
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
                    path.raw(), null, "holds less than its size says: it has shrunk, or is no file of a disk");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
