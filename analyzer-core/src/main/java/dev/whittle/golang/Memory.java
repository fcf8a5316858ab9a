package dev.whittle.golang;

import dev.whittle.bytes.ByteSource;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfMap;
import dev.whittle.elf.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The content of a file, by the addresses at which it is mapped, before anything runs. */
final class Memory {
    private static final int RELATIVE_X86_64 = 8;
    private static final int RELATIVE_AARCH64 = 1027;
    private static final int EM_X86_64 = 62;

    /** Elf64_Rela: offset, info, addend. */
    private static final int ADDEND_ENTRY = 24;

    private static final int BLOCK = ADDEND_ENTRY << 14;

    /** Bytes of data, and of relocations, that are searched for pointers. */
    private static final long MAX_DATA = 512L << 20;

    private static final int MAX_POINTERS = 256;

    private final ByteSource source;
    private final ElfMap map;

    /** Pointers that the loader writes, for the addresses that were asked for. */
    private final Map<Long, Long> relocated = new TreeMap<>();

    Memory(ByteSource source, ElfMap map) {
        this.source = source;
        this.map = map;
    }

    ElfMap map() {
        return map;
    }

    ByteSource source() {
        return source;
    }

    ByteOrder order() {
        return map.header().order();
    }

    Optional<ElfMap.Part> part(long address) {
        return map.parts().stream().filter(part -> part.contains(address)).findFirst();
    }

    /** The bytes at an address; fewer than asked for at the end of a segment, none outside of all. */
    byte[] bytes(long address, int most) throws IOException {
        Optional<ElfMap.Part> part = part(address);
        if (part.isEmpty()) {
            return new byte[0];
        }
        long skipped = address - part.get().address();
        Extent place = part.get().place();
        byte[] bytes = new byte[(int) Math.min(most, place.length() - skipped)];
        source.readFully(place.offset() + skipped, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** A word of eight bytes: what the loader writes there, if that is known, otherwise what the file has. */
    OptionalLong word(long address) throws IOException {
        Long written = relocated.get(address);
        if (written != null) {
            return OptionalLong.of(written);
        }
        byte[] bytes = bytes(address, 8);
        return bytes.length < 8
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(bytes).order(order()).getLong());
    }

    /** Looks up what the loader writes at some addresses: relocations of the kind RELATIVE, in one pass. */
    void relocate(Set<Long> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        long[] sorted = wanted.stream().mapToLong(Long::longValue).sorted().toArray();
        addends((address, value) -> {
            if (Arrays.binarySearch(sorted, address) >= 0) {
                relocated.put(address, value);
            }
        });
    }

    /** Receives relocations of the kind RELATIVE. */
    private interface Relocated {
        void at(long address, long value);
    }

    private void addends(Relocated found) throws IOException {
        if (map.addends().isEmpty()) {
            return;
        }
        int relative = map.header().machine() == EM_X86_64 ? RELATIVE_X86_64 : RELATIVE_AARCH64;
        Extent table = map.addends().get();
        long length = Math.min(table.length(), MAX_DATA);
        byte[] block = new byte[(int) Math.min(BLOCK, length)];
        for (long at = 0; at + ADDEND_ENTRY <= length; at += BLOCK) {
            ByteBuffer entries = ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK, length - at));
            source.readFully(table.offset() + at, entries);
            entries.flip().order(order());
            for (int i = 0; i + ADDEND_ENTRY <= entries.limit(); i += ADDEND_ENTRY) {
                if ((int) entries.getLong(i + 8) == relative) {
                    found.at(entries.getLong(i), entries.getLong(i + 16));
                }
            }
        }
    }

    /**
     * The variables that hold one of some functions before anything runs. A function's value is a pointer to a constant
     * with its address (src/runtime/runtime2.go: funcval).
     *
     * @return the function of each variable's address
     */
    Map<Long, Long> variables(Set<Long> functions) throws IOException {
        boolean isMoved = map.header().type() == ElfHeader.ET_DYN; // then only the loader can write such a constant
        Map<Long, Long> constants = functions.isEmpty() ? Map.of() : pointers(functions, isMoved);
        Map<Long, Long> variables = new TreeMap<>();
        if (!constants.isEmpty()) {
            pointers(constants.keySet(), true).forEach((at, constant) -> {
                Long function = constants.get(constant);
                if (function != null) {
                    variables.put(at, function);
                }
            });
        }
        return variables;
    }

    /** Words of data with one of some values, by their addresses, as far as the file or the loader has them. */
    private Map<Long, Long> pointers(Set<Long> values, boolean writable) throws IOException {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        Map<Long, Long> found = new TreeMap<>();
        long left = MAX_DATA;
        for (ElfMap.Part part : map.parts()) {
            long length = part.executable() || part.writable() != writable
                    ? 0
                    : Math.min(left, part.place().length());
            left -= length;
            byte[] block = new byte[(int) Math.min(BLOCK, length)];
            for (long at = -part.address() & 7; at + 8 <= length; at += BLOCK) {
                ByteBuffer words = ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK, length - at));
                source.readFully(part.place().offset() + at, words);
                words.flip().order(order());
                for (int i = 0; i + 8 <= words.limit(); i += 8) {
                    note(found, sorted, part.address() + at + i, words.getLong(i));
                }
            }
        }
        addends((address, value) -> note(found, sorted, address, value));
        return found;
    }

    private static void note(Map<Long, Long> found, long[] sorted, long address, long value) {
        if (value >= sorted[0]
                && value <= sorted[sorted.length - 1]
                && found.size() < MAX_POINTERS
                && Arrays.binarySearch(sorted, value) >= 0) {
            found.put(address, value);
        }
    }
}
