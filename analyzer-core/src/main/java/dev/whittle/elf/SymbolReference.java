package dev.whittle.elf;

import java.util.Optional;

/**
 * A symbol that a relocation of a file looks for.
 *
 * @param name raw
 * @param version that the file wants of it; empty if it wants none
 * @param onlyThatVersion whether a default version will not do (bit 15 of vna_other)
 * @param weak whether nothing is wrong if there is none
 * @param defined whether the file itself has a symbol of its own under this entry
 */
public record SymbolReference(
        String name, Optional<String> version, boolean onlyThatVersion, boolean weak, boolean defined, Use use) {
    /** What the address is for: glibc's elf_machine_type_class. */
    public enum Use {
        /** A call, or a variable of threads: an undefined symbol with an address will not do. */
        CALL,
        /** A copy of data in the program: the program itself is not asked. */
        COPY,
        ADDRESS
    }

    /** As loaders write it: {@code name}, or {@code name, version VERSION}. */
    public String describe() {
        return version.isPresent() ? name + ", version " + version.get() : name;
    }
}
