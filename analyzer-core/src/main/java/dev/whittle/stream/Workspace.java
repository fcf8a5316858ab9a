package dev.whittle.stream;

import dev.whittle.bytes.BadArchiveException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Where decompressed content goes and how much of it there may be: one for all contents of a run, whatever thread. */
public final class Workspace {
    /** 16 GiB: more than the images people ship, less than the disks they have. */
    public static final long DEFAULT_MAX_BYTES = 16L << 30;

    /** Of all contents together, so that a heap of 64 MiB still has room for the tree. */
    private static final long MEMORY = 32L << 20;

    /** Of one content; a larger one is written to a file at once better than late. */
    static final long MEMORY_OF_ONE = 8L << 20;

    /** Twenty times the files of the largest images in use; a tree of more would not fit the memory that is promised. */
    public static final int DEFAULT_MAX_ENTRIES = 10_000_000;

    private final Path directory;
    private final int maxEntries;
    private final long maxBytes;
    private final AtomicLong bytesLeft;
    private final AtomicLong memoryLeft;

    /**
     * @param directory for nameless files
     * @param maxBytes that may come out of compressed contents, and out of holes of sparse files
     */
    public Workspace(Path directory, long maxBytes) {
        this(directory, maxBytes, DEFAULT_MAX_ENTRIES);
    }

    /** @param maxEntries of one archive */
    public Workspace(Path directory, long maxBytes, int maxEntries) {
        this(directory, maxBytes, maxEntries, MEMORY);
    }

    /** For what is known to be of a good size, read back: all of it in files, so that no memory is taken from others. */
    public static Workspace onDisk(Path directory) {
        return new Workspace(directory, Long.MAX_VALUE, DEFAULT_MAX_ENTRIES, 0);
    }

    Workspace(Path directory, long maxBytes, int maxEntries, long memory) {
        this.directory = directory;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.bytesLeft = new AtomicLong(maxBytes);
        this.memoryLeft = new AtomicLong(memory);
    }

    Path directory() {
        return directory;
    }

    public int maxEntries() {
        return maxEntries;
    }

    /** @throws BadArchiveException if so much is not left */
    public void take(String subject, long bytes) throws BadArchiveException {
        if (!take(bytesLeft, bytes)) {
            throw new BadArchiveException(
                    subject, "more than " + maxBytes + " bytes when decompressed, all contents together (--max-size)");
        }
    }

    /** Bytes that there may be of all contents together. */
    public long maxBytes() {
        return maxBytes;
    }

    boolean takeMemory(long bytes) {
        return take(memoryLeft, bytes);
    }

    void giveMemory(long bytes) {
        memoryLeft.addAndGet(bytes);
    }

    private static boolean take(AtomicLong left, long bytes) {
        long before = left.get();
        while (bytes <= before) {
            if (left.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = left.get();
        }
        return false;
    }
}
