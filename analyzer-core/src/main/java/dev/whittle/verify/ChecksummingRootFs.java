package dev.whittle.verify;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A root that records checksums of what is read from it, so that the output can be compared: a live root may have
 * changed, and reading it twice costs twice. A checksum is enough to detect a bug; digests are checked as well.
 */
public final class ChecksummingRootFs implements RootFs {
    private final RootFs root;
    private final Map<RootPath, Long> sums = new HashMap<>();

    /** Of paths that have any. */
    private final Map<RootPath, Map<String, byte[]>> attributes = new HashMap<>();

    public ChecksummingRootFs(RootFs root) {
        this.root = root;
    }

    /** Of a file's content as it was read; empty if it was not read from start to end. */
    synchronized Optional<Long> sum(RootPath file) {
        return Optional.ofNullable(sums.get(file));
    }

    /** None if it was not read. */
    synchronized Map<String, byte[]> attributes(RootPath path) {
        return attributes.getOrDefault(path, Map.of());
    }

    @Override
    public Optional<Node> node(RootPath path) throws IOException {
        return root.node(path);
    }

    @Override
    public List<String> list(RootPath directory) throws IOException {
        return root.list(directory);
    }

    @Override
    public ByteSource open(RootPath file) throws IOException {
        return new Summed(file, root.open(file));
    }

    @Override
    public Map<String, byte[]> extendedAttributes(RootPath path) throws IOException {
        Map<String, byte[]> extendedAttributes = root.extendedAttributes(path);
        synchronized (this) {
            if (extendedAttributes.isEmpty()) {
                attributes.remove(path);
            } else {
                attributes.put(path, Map.copyOf(extendedAttributes));
            }
        }
        return extendedAttributes;
    }

    private synchronized void put(RootPath file, long sum) {
        sums.put(file, sum);
    }

    /** Checksums sequential reads. */
    private final class Summed implements ByteSource {
        private final RootPath file;
        private final ByteSource content;
        private final CRC32C sum = new CRC32C();
        private long next;

        Summed(RootPath file, ByteSource content) {
            this.file = file;
            this.content = content;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public synchronized int read(long position, ByteBuffer target) throws IOException {
            int start = target.position();
            int count = content.read(position, target);
            if (position == next && count > 0) {
                sum.update(target.duplicate().flip().position(start));
                next += count;
            }
            return count;
        }

        @Override
        public synchronized void close() throws IOException {
            if (next == content.size()) {
                put(file, sum.getValue());
            }
            content.close();
        }
    }
}
