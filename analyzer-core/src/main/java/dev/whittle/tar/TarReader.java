package dev.whittle.tar;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the headers of a tar, and only them: content is skipped, to be read later in place. Reads v7, ustar, pax and
 * GNU headers as GNU tar does, but fails where GNU tar warns and guesses.
 *
 * <p>Not thread-safe. Need not be closed: the archive belongs to the caller.
 */
public final class TarReader {
    /**
     * An archive without entries is zeros; tar's usual record has this many. More zeros are not a tar but an empty
     * disk.
     */
    private static final long EMPTY_ARCHIVE = 10240;

    private final String name;
    private final ArchivePages pages;
    private final TarLimits limits;
    private final HeaderBlock header = new HeaderBlock();
    private final List<PaxBody.Field> global = new ArrayList<>();
    private long globalBytes;
    private long position;
    private int entries;
    private boolean ended;
    private Optional<String> remark = Optional.empty();

    /** @param name of the archive, for messages, raw */
    public TarReader(String name, ByteSource archive, TarLimits limits) {
        this.name = name;
        this.pages = new ArchivePages(archive);
        this.limits = limits;
    }

    /**
     * The next entry; empty at the end. The end is a block of zeros, whatever follows it, or the end of the file right
     * after an entry, as for GNU tar.
     *
     * @throws BadArchiveException if it is not a tar, is malformed or truncated, or exceeds the limits
     */
    public Optional<TarEntry> next() throws IOException, BadArchiveException {
        EntryFields.Announced announced = new EntryFields.Announced();
        List<PaxBody.Field> records = List.of();
        boolean isAnnounced = false;
        for (int chained = 0; !ended; chained++) {
            long at = position;
            if (!readHeader(isAnnounced)) {
                ended = true;
                break;
            }
            if (chained > limits.chained()) {
                throw bad(at, "more than " + limits.chained() + " extended headers in a row");
            }
            switch (header.type()) {
                case 'x', 'X' -> records = paxBody(limits.paxBytes()); // a second one replaces it, as in GNU tar
                case 'g' -> global();
                case 'L' -> announced.name = longText();
                case 'K' -> announced.linkName = longText();
                case 'V' -> skip(headerSize()); // the volume's label
                default -> {
                    if (++entries > limits.entries()) {
                        throw bad(at, "more than " + limits.entries() + " entries (--max-entries)");
                    }
                    take(at, records, announced.pax);
                    return Optional.of(entry(at, announced));
                }
            }
            isAnnounced |= header.type() != 'g' && header.type() != 'V';
        }
        return Optional.empty();
    }

    /** False at the end. Moves past the header. */
    private boolean readHeader(boolean announced) throws IOException, BadArchiveException {
        long left = pages.size() - position;
        if (left < HeaderBlock.SIZE) {
            if (position == 0) {
                throw bad(0, left == 0 ? "not a tar: it is empty" : "not a tar");
            }
            if (left > 0 || announced) {
                throw bad(position, "cut short: a header is missing");
            }
            return false;
        }
        pages.read(position, header.bytes());
        if (header.isZero()) {
            checkEnd(announced);
            return false;
        }
        if (!header.checksumHolds()) {
            throw bad(position, position == 0 ? "not a tar" : "no tar header where one should be");
        }
        position += HeaderBlock.SIZE;
        return true;
    }

    /** Remarks about the archive when it has ended; raw. */
    public Optional<String> remark() {
        return remark;
    }

    /** A single block of zeros ends an archive too; GNU tar also reports it (list.c: read_and). */
    private void checkEnd(boolean announced) throws IOException, BadArchiveException {
        if (announced) {
            throw bad(position, "ends after a header that announces an entry");
        }
        if (position == 0 && pages.size() > EMPTY_ARCHIVE) {
            throw bad(0, "not a tar: it begins with zeros");
        }
        long next = position + HeaderBlock.SIZE;
        if (next + HeaderBlock.SIZE <= pages.size()) {
            pages.read(next, header.bytes());
            if (!header.isZero()) {
                remark = Optional.of("a lone block of zeros at offset " + position + " ends it: the rest is not read");
            }
        }
    }

    private TarEntry entry(long at, EntryFields.Announced announced) throws IOException, BadArchiveException {
        EntryFields fields = new EntryFields(name, at, header, announced);
        String path = fields.path(limits.pathBytes());
        TarEntry.Type type = fields.type(path);
        String target = fields.linkTarget(type, path, limits.pathBytes());
        TarMeta meta = fields.meta();
        int major = fields.deviceNumber(type, HeaderBlock.Numeric.MAJOR);
        int minor = fields.deviceNumber(type, HeaderBlock.Numeric.MINOR);
        long archived = fields.archivedSize(type);
        long size = type == TarEntry.Type.FILE ? archived : 0;
        long content = position;
        Optional<SparseMap> sparse = Optional.empty();
        if (fields.isSparse(type)) {
            size = fields.sparseSize();
            SparseParser parser = new SparseParser(name, pages, limits.segments(), at, position);
            if (fields.isOldSparse()) {
                sparse = Optional.of(parser.oldGnu(header, archived, size));
                position = parser.contentOffset();
            } else {
                checkContent(archived);
                sparse = Optional.of(
                        announced.pax.sparseMajor.orElse(0) == 1
                                ? parser.beforeData(archived, size)
                                : parser.inRecords(announced.pax.segments, archived, size));
            }
            content = parser.contentOffset();
        }
        skip(archived);
        return new TarEntry(path, type, meta, size, target, TarEntry.Device.of(major, minor), at, content, sparse);
    }

    /** An entry's own records override global ones. */
    private void take(long at, List<PaxBody.Field> records, PaxFields pax) throws BadArchiveException {
        for (PaxBody.Field field : global) {
            if (!PaxFields.isSparse(field.key()) && !pax.take(field)) {
                throw bad(at, "malformed pax record " + field.key());
            }
        }
        for (PaxBody.Field field : records) {
            if (!pax.take(field)) {
                throw bad(at, "malformed pax record " + field.key());
            }
        }
    }

    private long headerSize() throws BadArchiveException {
        OptionalLong size = header.number(HeaderBlock.Numeric.SIZE);
        if (size.isEmpty()) {
            throw bad(position - HeaderBlock.SIZE + HeaderBlock.Numeric.SIZE.offset, "malformed size");
        }
        return size.getAsLong();
    }

    private void global() throws IOException, BadArchiveException {
        long size = headerSize();
        global.addAll(paxBody(limits.paxBytes() - globalBytes));
        globalBytes += size;
    }

    private List<PaxBody.Field> paxBody(long limit) throws IOException, BadArchiveException {
        long at = position;
        Optional<List<PaxBody.Field>> fields = PaxBody.parse(body("pax header", limit));
        if (fields.isEmpty()) {
            throw bad(at, "malformed pax header");
        }
        return fields.get();
    }

    private String longText() throws IOException, BadArchiveException {
        String text = RawText.of(body("long name", limits.pathBytes() + 1L));
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    private byte[] body(String subject, long limit) throws IOException, BadArchiveException {
        long at = position;
        long size = headerSize();
        if (size > limit) {
            throw bad(at, subject + " of " + size + " bytes");
        }
        skip(size);
        byte[] body = new byte[(int) size];
        pages.read(at, body);
        return body;
    }

    private void checkContent(long size) throws BadArchiveException {
        if (size < 0) {
            throw bad(position, "negative size");
        }
        if (size > pages.size() - position) {
            throw bad(position, "cut short: " + size + " bytes announced, " + (pages.size() - position) + " left");
        }
    }

    /** Moves to the next header. Blocks are always whole; an archive that ends within one is truncated. */
    private void skip(long size) throws BadArchiveException {
        checkContent(size);
        long next = position + (size + HeaderBlock.SIZE - 1) / HeaderBlock.SIZE * HeaderBlock.SIZE;
        if (next > pages.size()) {
            throw bad(pages.size(), "cut short: the last block is not whole");
        }
        position = next;
    }

    private BadArchiveException bad(long offset, String reason) {
        return new BadArchiveException(name, offset, reason);
    }
}
