package dev.whittle.resolve.glibc;

import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.Machine;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Whether glibc accepts a file that it has opened: elf/dl-load.c, open_verify and _dl_map_object_from_fd. The file is
 * accepted, skipped, or fatal to the program.
 */
sealed interface GlibcCandidate {
    // elf/elf.h
    int EI_CLASS = 4;
    int EI_DATA = 5;
    int EI_VERSION = 6;
    int ELFCLASS32 = 1;
    int ELFCLASS64 = 2;
    int ELFDATA2LSB = 1;
    int ELFDATA2MSB = 2;
    int EV_CURRENT = 1;
    int EM_ARM = 40;
    int ELFOSABI_SYSV = 0;
    int ELFOSABI_GNU = 3;
    int ELFOSABI_ARM_AEABI = 64;

    /** libc-abis, LIBC_ABI_MAX minus one: a GNU object may require ABI versions up to the loader's own. */
    int MAX_ABI_VERSION = 4;

    record Taken(ElfFacts facts) implements GlibcCandidate {}

    record PassedOver(String reason) implements GlibcCandidate {}

    record Deadly(String reason) implements GlibcCandidate {}

    /** @param wanted the header of the program, which the loader shares */
    static GlibcCandidate judge(ElfInspection file, ElfHeader wanted) {
        if (file.size() < wanted.size()) {
            return new Deadly("file too short");
        }
        if (!file.hasMagic()) {
            return new Deadly("invalid ELF header");
        }
        int fileClass = file.identification().charAt(EI_CLASS);
        if (fileClass != (wanted.bits() == 64 ? ELFCLASS64 : ELFCLASS32)) {
            return new PassedOver("wrong ELF class: ELFCLASS" + (wanted.bits() == 64 ? "32" : "64"));
        }
        Optional<ElfHeader> known = file.header();
        // Debian's loader checks the machine before everything below, and so skips what is fatal upstream.
        if (known.isPresent() && machineAsRead(known.get(), wanted) != wanted.machine()) {
            return new PassedOver("wrong machine: " + name(known.get()));
        }
        if (file.identification().charAt(EI_DATA)
                != (wanted.order() == ByteOrder.BIG_ENDIAN ? ELFDATA2MSB : ELFDATA2LSB)) {
            return new Deadly("ELF file data encoding not "
                    + (wanted.order() == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian"));
        }
        if (file.identification().charAt(EI_VERSION) != EV_CURRENT) {
            return new Deadly("ELF file version ident does not match current one");
        }
        if (known.isEmpty()) {
            return new Deadly(file.problem().map(p -> p.reason()).orElse("unreadable ELF header"));
        }
        ElfHeader header = known.get();
        Optional<String> identification = identificationProblem(header);
        if (identification.isPresent()) {
            return new Deadly(identification.get());
        }
        if (header.version() != EV_CURRENT) {
            return new Deadly("ELF file version does not match current one");
        }
        if (header.type() != ElfHeader.ET_DYN && header.type() != ElfHeader.ET_EXEC) {
            return new Deadly("only ET_DYN and ET_EXEC can be loaded");
        }
        if (header.type() == ElfHeader.ET_EXEC) {
            return new Deadly("cannot dynamically load executable");
        }
        if (header.programHeaderSize() != header.expectedProgramHeaderSize()) {
            return new Deadly("ELF file's phentsize not the expected size");
        }
        long end = header.programHeaderOffset() + (long) header.programHeaderCount() * header.programHeaderSize();
        if (end < 0 || end > file.size()) {
            return new Deadly("cannot read file data");
        }
        if (file.facts().isEmpty()) {
            return new Deadly(file.problem().map(p -> p.reason()).orElse("cannot read file data"));
        }
        if (!file.facts().get().dynamic()) {
            return new Deadly("object file has no dynamic section");
        }
        // _dl_map_object_from_fd: an executable can only be the program itself.
        if (file.facts().get().isPositionIndependentExecutable()) {
            return new Deadly("cannot dynamically load position-independent executable");
        }
        return new Taken(file.facts().get());
    }

    /** The e_machine field in the byte order of the loader, whatever byte order the file declares. */
    private static int machineAsRead(ElfHeader header, ElfHeader wanted) {
        return header.order() == wanted.order()
                ? header.machine()
                : Short.toUnsignedInt(Short.reverseBytes((short) header.machine()));
    }

    private static String name(ElfHeader header) {
        return Machine.of(header).name();
    }

    private static Optional<String> identificationProblem(ElfHeader header) {
        boolean arm = header.machine() == EM_ARM;
        boolean knownAbi = header.osAbi() == ELFOSABI_SYSV
                || header.osAbi() == ELFOSABI_GNU
                || (arm && header.osAbi() == ELFOSABI_ARM_AEABI);
        if (!knownAbi) {
            return Optional.of("ELF file OS ABI invalid");
        }
        if (header.abiVersion() != 0 && (header.osAbi() != ELFOSABI_GNU || header.abiVersion() > MAX_ABI_VERSION)) {
            return Optional.of("ELF file ABI version invalid");
        }
        return header.paddingClear() ? Optional.empty() : Optional.of("nonzero padding in e_ident");
    }
}
