package dev.whittle.golang;

import dev.whittle.bytes.ByteSource;
import dev.whittle.bytes.RawText;
import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfMap;
import dev.whittle.elf.ElfReader;
import dev.whittle.elf.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Go's table of functions, {@code pclntab}, which the runtime needs and which stripping leaves: the form of Go 1.18 and
 * later (src/internal/abi/symtab.go: Go118PCLnTabMagic, Go120PCLnTabMagic). Older forms count as no table, and so does
 * one that contradicts itself.
 */
final class FunctionTable {
    private static final int MAGIC_118 = 0xFFFFFFF0;
    private static final int MAGIC_120 = 0xFFFFFFF1;
    private static final int HEADER = 8 + 8 * 8;
    private static final Set<String> SECTIONS = Set.of(".gopclntab", ".data.rel.ro.gopclntab");

    /** The linker aligns the table to 32 bytes. */
    private static final int ALIGN = 16;

    /** The largest programs have three hundred thousand functions. */
    private static final int MAX_FUNCTIONS = 1 << 20;

    /** Bytes of all names: the largest programs have some ten megabytes. */
    private static final long MAX_NAMES = 64L << 20;

    /** Bytes searched for a table that no section names. */
    private static final long MAX_SEARCHED = 512L << 20;

    /** Names of generic functions have a few hundred characters. */
    private static final int MAX_NAME = 4096;

    private static final int BLOCK = 1 << 18;

    private final ByteSource source;
    private final long names;
    private final long textStart;
    private final int[] entries;
    private final int[] nameOffsets;

    private FunctionTable(ByteSource source, long names, long textStart, int[] entries, int[] nameOffsets) {
        this.source = source;
        this.names = names;
        this.textStart = textStart;
        this.entries = entries;
        this.nameOffsets = nameOffsets;
    }

    /** @return none if the file has no such table */
    static Optional<FunctionTable> read(String path, Memory memory) throws IOException {
        Optional<FunctionTable> bySection = Optional.empty();
        try {
            Optional<Extent> section = ElfReader.sectionExtent(path, memory.source(), SECTIONS);
            if (section.isPresent()) {
                bySection = at(memory, section.get().offset());
            }
        } catch (BadElfException e) {
            // Sections are for tools, and may be damaged in a program that runs.
        }
        return bySection.isPresent() ? bySection : search(memory);
    }

    /** In segments without code; of a position-independent file in a writable one, which the loader protects. */
    private static Optional<FunctionTable> search(Memory memory) throws IOException {
        long left = MAX_SEARCHED;
        byte[] block = new byte[BLOCK];
        for (ElfMap.Part part : memory.map().parts()) {
            if (part.executable()) {
                continue;
            }
            long start = part.place().offset() + (-part.place().offset() & (ALIGN - 1));
            long end = part.place().offset() + Math.min(part.place().length(), left);
            left -= part.place().length();
            for (long at = start; at < end; at += BLOCK) {
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK, end - at));
                memory.source().readFully(at, bytes);
                bytes.flip().order(memory.order());
                for (int i = 0; i + 8 <= bytes.limit(); i += ALIGN) {
                    int magic = bytes.getInt(i);
                    if ((magic == MAGIC_118 || magic == MAGIC_120) && bytes.getShort(i + 4) == 0) {
                        Optional<FunctionTable> table = at(memory, at + i);
                        if (table.isPresent()) {
                            return table;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * src/runtime/symtab.go: pcHeader. Its offsets count from the header. textStart is an address, or 0 where only the
     * loader knows it, and in later versions.
     */
    private static Optional<FunctionTable> at(Memory memory, long start) throws IOException {
        ByteSource source = memory.source();
        if (start < 0 || start > source.size() - HEADER) {
            return Optional.empty();
        }
        ByteBuffer header = block(source, start, HEADER, memory.order());
        int magic = header.getInt(0);
        long count = header.getLong(8);
        long size = source.size() - start;
        long nameTable = header.getLong(32);
        long nameEnd = header.getLong(40);
        long functions = header.getLong(64);
        if ((magic != MAGIC_118 && magic != MAGIC_120)
                || header.get(7) != 8
                || count <= 0
                || count > MAX_FUNCTIONS
                || nameTable < HEADER
                || nameTable > nameEnd
                || nameEnd - nameTable > MAX_NAMES
                || nameEnd > functions
                || functions > size - 8 * count - 4) {
            return Optional.empty();
        }
        int[] entries = new int[(int) count + 1];
        int[] offsets = new int[(int) count];
        if (!read(source, start + functions, memory.order(), entries, offsets)) {
            return Optional.empty();
        }
        long most = nameEnd - nameTable;
        for (int offset : offsets) {
            if (offset < 0 || offset >= most) {
                return Optional.empty();
            }
        }
        long text = TextStart.of(memory, header.getLong(24), entries);
        return text < 0
                ? Optional.empty()
                : Optional.of(new FunctionTable(source, start + nameTable, text, entries, offsets));
    }

    /**
     * Pairs of offsets in the text and in this table, in order; the second leads to an entry whose second word is the
     * offset of the name.
     */
    private static boolean read(ByteSource source, long start, ByteOrder order, int[] entries, int[] nameOffsets)
            throws IOException {
        int count = nameOffsets.length;
        Window window = new Window(source, order);
        for (int i = 0; i <= count; i++) {
            entries[i] = window.word(start + 8L * i);
            if (entries[i] < 0 || (i > 0 && entries[i] < entries[i - 1])) {
                return false;
            }
            if (i < count) {
                nameOffsets[i] = window.word(start + 8L * i + 4);
            }
        }
        long last = start + 8L * count;
        for (int i = 0; i < count; i++) {
            long at = start + (nameOffsets[i] & 0xFFFF_FFFFL);
            if (at < last || at > source.size() - 8) {
                return false; // in any other order, each could cost a block
            }
            nameOffsets[i] = window.word(at + 4);
            last = at;
        }
        return true;
    }

    private static ByteBuffer block(ByteSource source, long at, int length, ByteOrder order) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
        source.readFully(at, bytes);
        return bytes.flip().order(order);
    }

    int count() {
        return nameOffsets.length;
    }

    long entry(int function) {
        return textStart + entries[function];
    }

    /** The address after a function's code and padding. */
    long end(int function) {
        return textStart + entries[function + 1];
    }

    /** The function that has the code at an address, or -1. */
    int at(long address) {
        long offset = address - textStart;
        if (offset < entries[0] || offset >= entries[count()]) {
            return -1;
        }
        int found = Arrays.binarySearch(entries, (int) offset);
        int function = found >= 0 ? found : -found - 2;
        while (function + 1 < count() && entries[function + 1] == offset) {
            function++; // an empty one before it
        }
        return Math.min(function, count() - 1);
    }

    /** With its package; raw. */
    String name(int function) throws IOException {
        long at = names + nameOffsets[function];
        byte[] bytes = new byte[(int) Math.min(MAX_NAME, source.size() - at)];
        source.readFully(at, ByteBuffer.wrap(bytes));
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return RawText.of(Arrays.copyOf(bytes, end));
    }

    /** The functions with these names. */
    Map<String, Integer> find(List<String> wanted) throws IOException {
        int most = 0;
        for (int offset : nameOffsets) {
            most = Math.max(most, offset);
        }
        List<byte[]> raw =
                wanted.stream().map(name -> RawText.bytes(name + '\0')).toList();
        Map<Integer, String> places = new HashMap<>();
        byte[] block = new byte[BLOCK + MAX_NAME];
        boolean begins = true;
        for (long at = 0; at <= most; at += BLOCK) {
            int length = (int) Math.min(block.length, source.size() - names - at);
            source.readFully(names + at, ByteBuffer.wrap(block, 0, length));
            for (int i = 0; i < Math.min(BLOCK, length); i++) {
                if (begins) {
                    for (int each = 0; each < raw.size(); each++) {
                        if (startsWith(block, i, length, raw.get(each))) {
                            places.put((int) at + i, wanted.get(each));
                        }
                    }
                }
                begins = block[i] == 0;
            }
        }
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < count() && !places.isEmpty(); i++) {
            String name = places.get(nameOffsets[i]);
            if (name != null) {
                found.put(name, i);
            }
        }
        return found;
    }

    private static boolean startsWith(byte[] block, int at, int length, byte[] name) {
        if (block[at] != name[0] || at + name.length > length) {
            return false;
        }
        return Arrays.equals(block, at, at + name.length, name, 0, name.length);
    }

    /** Words at ascending positions, read a block at a time. */
    private static final class Window {
        private final ByteSource source;
        private final ByteBuffer bytes;
        private long start;

        Window(ByteSource source, ByteOrder order) {
            this.source = source;
            this.bytes = ByteBuffer.allocate(BLOCK).order(order).limit(0);
        }

        int word(long at) throws IOException {
            if (at < start || at + 4 > start + bytes.limit()) {
                bytes.clear().limit((int) Math.min(BLOCK, source.size() - at));
                source.readFully(at, bytes);
                bytes.flip();
                start = at;
            }
            return bytes.getInt((int) (at - start));
        }
    }
}
