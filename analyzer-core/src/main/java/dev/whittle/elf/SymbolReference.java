package dev.whittle.elf;

import java.util.Optional;

/**
 * A symbol that a relocation of a file refers to.
 *
 * @param name raw
 * @param version that the file requires; empty if none
 * @param onlyThatVersion whether a default version is not acceptable (bit 15 of vna_other)
 * @param weak whether it may be undefined
 * @param defined whether the file itself has a symbol under this entry
 */
public record SymbolReference(
        String name, Optional<String> version, boolean onlyThatVersion, boolean weak, boolean defined, Use use) {
    /** What the address is for: glibc's elf_machine_type_class. */
    public enum Use {
        /** A call, or a thread-local variable: an undefined symbol with an address is not acceptable. */
        CALL,
        /** A copy of data in the program: the program itself is not searched. */
        COPY,
        ADDRESS
    }

    /** As loaders write it: {@code name}, or {@code name, version VERSION}. */
    public String describe() {
        return version.isPresent() ? name + ", version " + version.get() : name;
    }
}
