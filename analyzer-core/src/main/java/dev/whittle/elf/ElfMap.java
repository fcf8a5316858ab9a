package dev.whittle.elf;

import java.util.List;
import java.util.Optional;

/**
 * Where a file is mapped: its PT_LOAD segments, and the relocations that put addresses into them.
 *
 * @param addends the table of DT_RELA, where a position-independent file keeps the values of its pointers
 */
public record ElfMap(ElfHeader header, List<Part> parts, Optional<Extent> addends) {
    /**
     * One segment, as far as the file has its bytes.
     *
     * @param address of its first byte
     */
    public record Part(long address, Extent place, boolean executable, boolean writable) {
        /** Whether the byte at this address is in the file. */
        public boolean contains(long at) {
            return at >= address && at - address < place.length();
        }
    }

    public ElfMap {
        parts = List.copyOf(parts);
    }
}
