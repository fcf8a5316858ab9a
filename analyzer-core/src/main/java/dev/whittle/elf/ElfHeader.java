package dev.whittle.elf;

import java.nio.ByteOrder;

/**
 * The parts of the ELF header (gabi 4, "ELF Header") that a loader checks. All numbers are unsigned.
 *
 * @param identification e_ident
 * @param type ET_EXEC (2), ET_DYN (3) …
 * @param machine EM_X86_64 (62) …
 * @param version e_version, 1 in every known file
 * @param flags e_flags, specific to the machine
 * @param programHeaderOffset bytes from the start of the file
 * @param programHeaderSize bytes of one entry
 */
public record ElfHeader(
        Identification identification,
        int type,
        int machine,
        long version,
        int flags,
        long programHeaderOffset,
        int programHeaderSize,
        int programHeaderCount) {
    public static final int ET_REL = 1;
    public static final int ET_EXEC = 2;
    public static final int ET_DYN = 3;
    public static final int ET_CORE = 4;

    /**
     * The first 16 bytes.
     *
     * @param bits 32 or 64
     * @param osAbi EI_OSABI: 0 System V, 3 GNU, 9 FreeBSD …
     * @param abiVersion EI_ABIVERSION
     * @param paddingClear whether the unused bytes are zero
     */
    public record Identification(int bits, ByteOrder order, int osAbi, int abiVersion, boolean paddingClear) {}

    /** 32 or 64. */
    public int bits() {
        return identification.bits();
    }

    public ByteOrder order() {
        return identification.order();
    }

    /** EI_OSABI. */
    public int osAbi() {
        return identification.osAbi();
    }

    /** EI_ABIVERSION. */
    public int abiVersion() {
        return identification.abiVersion();
    }

    /** Whether the unused bytes of the identification are zero. */
    public boolean paddingClear() {
        return identification.paddingClear();
    }

    /** Bytes of the header itself: 52 or 64. */
    public int size() {
        return bits() == 64 ? 64 : 52;
    }

    /** Bytes that a program header entry must have: 32 or 56. */
    public int expectedProgramHeaderSize() {
        return bits() == 64 ? 56 : 32;
    }

    public String typeName() {
        return switch (type) {
            case ET_REL -> "relocatable object";
            case ET_EXEC -> "executable";
            case ET_DYN -> "shared object";
            case ET_CORE -> "core file";
            default -> "type " + type;
        };
    }
}
