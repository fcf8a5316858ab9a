package dev.whittle.elf;

import dev.whittle.bytes.RawText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;

/** The program headers of one file, and what is found through them. */
final class Segments {
    /** Limit of the kernel: fs/binfmt_elf.c:load_elf_phdrs. */
    private static final int MAX_TABLE_BYTES = 65536;

    /** PATH_MAX, as in fs/binfmt_elf.c:load_elf_binary. */
    private static final int MAX_INTERPRETER = 4096;

    /** Notes have a few hundred bytes; those of a core file are not read. */
    private static final long MAX_NOTES = 1 << 20;

    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int PF_X = 1;
    private static final int PF_W = 2;

    /** Lengths of name and content, and the type. */
    private static final int NOTE_HEADER = 12;

    /** @param noteAlignment of names and contents, if it holds notes: 8 if the segment says so, otherwise 4 */
    record Segment(int type, int flags, long offset, long address, long fileSize, int noteAlignment) {}

    private final PagedReader reader;
    private final ElfHeader header;
    private final List<Segment> all;

    private Segments(PagedReader reader, ElfHeader header, List<Segment> all) {
        this.reader = reader;
        this.header = header;
        this.all = all;
    }

    /** Reads the table; its entries may point anywhere, which is checked when one is used. */
    static Segments read(PagedReader reader, ElfHeader header, ElfFile jelf) throws IOException, BadElfException {
        long at = header.programHeaderOffset();
        int count = header.programHeaderCount();
        if (count > 0 && header.programHeaderSize() != header.expectedProgramHeaderSize()) {
            throw reader.bad(at, "program header entries of " + header.programHeaderSize() + " bytes");
        }
        long bytes = (long) count * header.programHeaderSize();
        if (bytes > MAX_TABLE_BYTES) {
            throw reader.bad(at, count + " program headers");
        }
        if (at < 0 || at > reader.size() - bytes) {
            throw reader.bad(at, "program headers after the end of the file");
        }
        try {
            List<Segment> all = new ArrayList<>();
            long mask = header.bits() == 64 ? -1L : 0xFFFF_FFFFL;
            for (int i = 0; i < count; i++) {
                ElfSegment s = jelf.getProgramHeader(i);
                int alignment = s.p_align == 8 ? 8 : 4;
                all.add(new Segment(
                        s.p_type, s.p_flags, s.p_offset & mask, s.p_vaddr & mask, s.p_filesz & mask, alignment));
            }
            return new Segments(reader, header, List.copyOf(all));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) { // jelf's own, and what it lets through on malformed files
            throw reader.bad(at, "unreadable program headers: " + e.getMessage());
        }
    }

    Optional<Segment> first(int type) {
        for (Segment s : all) {
            if (s.type == type) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }

    /** PT_INTERP's path: up to a NUL or the segment's end. */
    Optional<String> interpreter() throws IOException, BadElfException {
        Optional<Segment> segment = first(ElfSegment.PT_INTERP);
        if (segment.isEmpty() || segment.get().fileSize == 0) {
            return Optional.empty();
        }
        Segment s = segment.get();
        if (s.fileSize < 2 || s.fileSize > MAX_INTERPRETER) {
            throw reader.bad(s.offset, "interpreter name of " + s.fileSize + " bytes");
        }
        String name = RawText.of(reader.bytes(s.offset, (int) s.fileSize));
        int nul = name.indexOf('\0');
        if (nul < 0) {
            throw reader.bad(s.offset, "interpreter name without an end");
        }
        return Optional.of(name.substring(0, nul));
    }

    /** The file offset of this address once the PT_LOAD segments are mapped. */
    long fileOffset(long address, String subject) throws BadElfException {
        for (Segment s : all) {
            if (s.type == ElfSegment.PT_LOAD
                    && address >= s.address
                    && address - s.address < s.fileSize
                    && s.offset >= 0
                    && s.offset <= reader.size()) {
                return s.offset + (address - s.address);
            }
        }
        throw reader.bad(0, subject + " at address 0x" + Long.toHexString(address) + " is in no segment");
    }

    /** The segments that are mapped without execute permission, in file order; none if there is no read-only one. */
    List<Extent> data() {
        List<Extent> data = new ArrayList<>();
        boolean isApart = false;
        for (Segment s : all) {
            if (s.type == ElfSegment.PT_LOAD && (s.flags & PF_X) == 0 && s.offset >= 0 && s.offset < reader.size()) {
                long length = Math.min(s.fileSize, reader.size() - s.offset);
                if (length > 0) {
                    data.add(new Extent(s.offset, length));
                    isApart |= (s.flags & PF_W) == 0;
                }
            }
        }
        return isApart ? Extent.union(data) : List.of();
    }

    /** What is mapped from the file, in the order of the table; parts that the file does not have are shortened. */
    List<ElfMap.Part> parts() {
        List<ElfMap.Part> parts = new ArrayList<>();
        for (Segment s : all) {
            if (s.type == ElfSegment.PT_LOAD && s.offset >= 0 && s.offset < reader.size() && s.fileSize > 0) {
                long length = Math.min(s.fileSize, reader.size() - s.offset);
                parts.add(new ElfMap.Part(
                        s.address, new Extent(s.offset, length), (s.flags & PF_X) != 0, (s.flags & PF_W) != 0));
            }
        }
        return parts;
    }

    ElfHeader header() {
        return header;
    }

    /** Flags of PT_GNU_STACK; the last one counts, as in glibc's elf/dl-load.c:_dl_map_object_from_fd. */
    OptionalInt stackFlags() {
        OptionalInt flags = OptionalInt.empty();
        for (Segment s : all) {
            flags = s.type == PT_GNU_STACK ? OptionalInt.of(s.flags) : flags;
        }
        return flags;
    }

    List<Note> notes() throws IOException {
        List<Note> notes = new ArrayList<>();
        long total = 0;
        for (Segment s : all) {
            if (s.type != ElfSegment.PT_NOTE || s.fileSize < 0 || (total += s.fileSize) > MAX_NOTES) {
                continue;
            }
            try {
                notes.addAll(notes(s));
            } catch (BadElfException e) {
                // Loaders skip notes that they cannot read: no reason to refuse the file.
            }
        }
        return notes;
    }

    /**
     * gabi 5, "Note Section". Not jelf's implementation, which allocates the declared length of a note before reading
     * it.
     */
    private List<Note> notes(Segment s) throws IOException, BadElfException {
        List<Note> notes = new ArrayList<>();
        long end = s.offset + s.fileSize;
        for (long at = s.offset; at <= end - NOTE_HEADER; ) {
            long nameSize = reader.u32(at);
            long size = reader.u32(at + 4);
            long content = at + aligned(NOTE_HEADER + nameSize, s.noteAlignment);
            if (size > end - content) {
                throw reader.bad(at, "note of " + size + " bytes");
            }
            String name = RawText.of(reader.bytes(at + NOTE_HEADER, (int) nameSize));
            int nul = name.indexOf('\0');
            String descriptor = RawText.of(reader.bytes(content, (int) size));
            notes.add(new Note(nul < 0 ? name : name.substring(0, nul), (int) reader.u32(at + 8), descriptor));
            at = content + aligned(size, s.noteAlignment);
        }
        return notes;
    }

    private static long aligned(long size, int alignment) {
        return (size + alignment - 1) / alignment * alignment;
    }

    int bits() {
        return header.bits();
    }
}
