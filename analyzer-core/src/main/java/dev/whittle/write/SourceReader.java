package dev.whittle.write;

import dev.whittle.bytes.ByteSource;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Reads a root for outputs. Its failures are distinguished from those of the output. */
final class SourceReader {
    /**
     * Attributes that belong to the file and not to the host. SELinux labels and the like are the host's view of the
     * file, and would make the same file a different layer on another host.
     */
    static final String CAPABILITY = "security.capability";

    private static final String USER_ATTRIBUTES = "user.";
    private static final int BUFFER = 1 << 17;

    private final RootFs root;
    private final Selection selection;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** @param selection has the content of generated files */
    SourceReader(RootFs root, Selection selection) {
        this.root = root;
        this.selection = selection;
    }

    static boolean keeps(String attribute) {
        return attribute.equals(CAPABILITY) || attribute.startsWith(USER_ATTRIBUTES);
    }

    /**
     * @param progress bytes of this file so far
     * @throws SourceReadException if it cannot be read, or its size has changed
     */
    void copy(RootPath path, Node.RegularFile file, OutputStream out, LongConsumer progress) throws IOException {
        try (ByteSource source = open(path)) {
            if (source.size() != file.size()) {
                throw new SourceReadException(path, "changed while it was read");
            }
            long done = 0;
            while (done < file.size()) {
                int count = read(path, source, done);
                out.write(buffer.array(), 0, count);
                done += count;
                progress.accept(done);
            }
            if (isLonger(path, source)) {
                throw new SourceReadException(
                        path, "holds more than its size says: it has grown, or is not a disk file");
            }
        }
    }

    Map<String, byte[]> extendedAttributes(RootPath path) throws SourceReadException {
        Map<String, byte[]> found = new TreeMap<>();
        if (generated(path).isPresent()) {
            return found;
        }
        try {
            root.extendedAttributes(path).forEach((name, value) -> {
                if (keeps(name)) {
                    found.put(name, value);
                }
            });
        } catch (IOException e) {
            throw new SourceReadException(path, e);
        }
        return found;
    }

    private Optional<ByteSource> generated(RootPath path) {
        return selection.get(path).flatMap(Selection.Kept::content);
    }

    private ByteSource open(RootPath path) throws SourceReadException {
        Optional<ByteSource> generated = generated(path);
        if (generated.isPresent()) {
            return generated.get();
        }
        try {
            return root.open(path);
        } catch (IOException e) {
            throw new SourceReadException(path, e);
        }
    }

    private boolean isLonger(RootPath path, ByteSource source) throws SourceReadException {
        try {
            return source.read(source.size(), buffer.clear().limit(1)) > 0;
        } catch (IOException e) {
            throw new SourceReadException(path, e);
        }
    }

    private int read(RootPath path, ByteSource source, long position) throws SourceReadException {
        buffer.clear().limit((int) Math.min(BUFFER, source.size() - position));
        try {
            int count = source.read(position, buffer);
            if (count > 0) {
                return count;
            }
        } catch (IOException e) {
            throw new SourceReadException(path, e);
        }
        throw new SourceReadException(path, "changed while it was read");
    }
}
