package dev.whittle.elf;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The section headers of a file (gabi, Section Header). A file that is loaded need not have them, and what they say may be wrong. */
final class Sections {
    /** A larger count is not in the header but in the first section; no program has as many. */
    private static final int MAX_COUNT = 0xFF00;

    /** A section without content in the file. */
    private static final long SHT_NOBITS = 8;

    private final PagedReader reader;
    private final int bits;
    private final long start;
    private final int entrySize;
    private final int count;
    private final int nameTable;

    private Sections(PagedReader reader, int bits, long start, int entrySize, int count, int nameTable) {
        this.reader = reader;
        this.bits = bits;
        this.start = start;
        this.entrySize = entrySize;
        this.count = count;
        this.nameTable = nameTable;
    }

    /** @param reader with the byte order of the file */
    static Sections read(PagedReader reader, boolean isWide) throws IOException, BadElfException {
        int bits = isWide ? 64 : 32;
        int sizes = isWide ? 58 : 46;
        return new Sections(
                reader,
                bits,
                reader.word(isWide ? 40 : 32, bits),
                reader.u16(sizes),
                reader.u16(sizes + 2),
                reader.u16(sizes + 4));
    }

    Optional<byte[]> content(String name, int most) throws IOException, BadElfException {
        Optional<Extent> place = extent(Set.of(name));
        return place.isEmpty() || place.get().length() > most
                ? Optional.empty()
                : Optional.of(
                        reader.bytes(place.get().offset(), (int) place.get().length()));
    }

    /** The first section with one of these names, as its header says: it may reach beyond the file. */
    Optional<Extent> extent(Set<String> names) throws IOException, BadElfException {
        if (start <= 0 || entrySize < (bits == 64 ? 64 : 40) || count > MAX_COUNT || nameTable >= count) {
            return Optional.empty();
        }
        long strings = offset(nameTable);
        for (int i = 0; i < count; i++) {
            long header = header(i);
            if (reader.u32(header + 4) == SHT_NOBITS) {
                continue;
            }
            long name = strings + reader.u32(header);
            for (String each : names) {
                if (isNamed(name, each)) {
                    long size = reader.word(header + (bits == 64 ? 32 : 20), bits);
                    return size < 0 ? Optional.empty() : Optional.of(new Extent(offset(i), size));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isNamed(long place, String name) throws IOException, BadElfException {
        for (int i = 0; i <= name.length(); i++) {
            int wanted = i < name.length() ? name.charAt(i) : 0;
            if (reader.u8(place + i) != wanted) {
                return false;
            }
        }
        return true;
    }

    private long header(int index) {
        return start + (long) index * entrySize;
    }

    private long offset(int index) throws IOException, BadElfException {
        return reader.word(header(index) + (bits == 64 ? 24 : 16), bits);
    }
}
