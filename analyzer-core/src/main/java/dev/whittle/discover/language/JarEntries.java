package dev.whittle.discover.language;

import dev.whittle.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip archive by its central directory (APPNOTE.TXT 4.3), so that only needed ones are decompressed.
 * ZIP64 archives, of 4 GiB and more, are not supported. A damaged archive has as many entries as can be read.
 */
final class JarEntries {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int DIRECTORY_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int MAX_DIRECTORY = 64 << 20;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final ByteSource archive;

    /**
     * @param name with slashes
     * @param size of the content, according to the archive
     */
    record Entry(String name, int method, long packed, long size, long offset) {}

    JarEntries(ByteSource archive) {
        this.archive = archive;
    }

    List<Entry> all() throws IOException {
        int tail = (int) Math.min(archive.size(), END_SIZE + MAX_COMMENT);
        ByteBuffer end = bytes(archive.size() - tail, tail);
        int at = tail - END_SIZE;
        while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
            at--;
        }
        if (at < 0) {
            return List.of();
        }
        long length = end.getInt(at + 12) & 0xFFFFFFFFL;
        long start = archive.size() - tail + at - length; // includes a prefix, such as a launcher
        if (length > MAX_DIRECTORY || start < 0) {
            return List.of();
        }
        long shift = start - (end.getInt(at + 16) & 0xFFFFFFFFL);
        ByteBuffer directory = bytes(start, (int) length);
        List<Entry> entries = new ArrayList<>();
        int next = 0;
        while (next + DIRECTORY_SIZE <= length && directory.getInt(next) == DIRECTORY_SIGNATURE) {
            int name = directory.getShort(next + 28) & 0xFFFF;
            int rest = (directory.getShort(next + 30) & 0xFFFF) + (directory.getShort(next + 32) & 0xFFFF);
            if (next + DIRECTORY_SIZE + name > length) {
                break;
            }
            byte[] text = new byte[name];
            directory.get(next + DIRECTORY_SIZE, text);
            entries.add(new Entry(
                    new String(text, StandardCharsets.ISO_8859_1),
                    directory.getShort(next + 10) & 0xFFFF,
                    directory.getInt(next + 20) & 0xFFFFFFFFL,
                    directory.getInt(next + 24) & 0xFFFFFFFFL,
                    shift + (directory.getInt(next + 42) & 0xFFFFFFFFL)));
            next += DIRECTORY_SIZE + name + rest;
        }
        return entries;
    }

    /** The content of an entry; empty if it is larger than the limit, compressed in another way, or damaged. */
    Optional<byte[]> content(Entry entry, int limit) throws IOException {
        boolean outside = entry.offset() < 0 || entry.offset() + LOCAL_SIZE > archive.size();
        if (outside || entry.size() > limit || entry.packed() > limit) {
            return Optional.empty();
        }
        ByteBuffer local = bytes(entry.offset(), LOCAL_SIZE);
        long start = entry.offset() + LOCAL_SIZE + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
        if (local.getInt(0) != LOCAL_SIGNATURE || start + entry.packed() > archive.size()) {
            return Optional.empty();
        }
        byte[] packed = bytes(start, (int) entry.packed()).array();
        if (entry.method() == STORED) {
            return Optional.of(packed);
        }
        return entry.method() == DEFLATED ? inflated(packed, (int) entry.size()) : Optional.empty();
    }

    private static Optional<byte[]> inflated(byte[] packed, int size) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] content = new byte[size];
            int at = 0;
            while (at < size && !inflater.finished()) {
                int count = inflater.inflate(content, at, size - at);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                at += count;
            }
            return at == size ? Optional.of(content) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        archive.readFully(at, buffer);
        buffer.rewind();
        return buffer;
    }
}
