package dev.whittle.elf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a loader reads of one file. Immutable; equal files give equal facts.
 *
 * @param interpreter PT_INTERP
 * @param dynamic whether there is a PT_DYNAMIC segment
 * @param section of the dynamic section; empty without one
 * @param versionNeeds DT_VERNEED in table order
 * @param versionDefinitions names in DT_VERDEF in table order, including the file's own base name; empty if it defines
 *     none
 * @param stackFlags of PT_GNU_STACK, as in the program header; empty if there is none
 * @param notes of all PT_NOTE segments; a segment that cannot be read counts as empty, since loaders ignore it
 */
public record ElfFacts(
        ElfHeader header,
        Optional<String> interpreter,
        boolean dynamic,
        DynamicFacts section,
        List<VersionNeed> versionNeeds,
        Set<String> versionDefinitions,
        OptionalInt stackFlags,
        List<Note> notes) {
    private static final long DF_1_NODEFLIB = 0x800;
    private static final long DF_1_PIE = 0x0800_0000;
    private static final int PF_X = 1;

    public ElfFacts {
        versionNeeds = List.copyOf(versionNeeds);
        versionDefinitions = Collections.unmodifiableSet(new LinkedHashSet<>(versionDefinitions));
        notes = List.copyOf(notes);
    }

    /** DT_NEEDED, DT_FILTER and DT_AUXILIARY in table order, including duplicates. */
    public List<Dependency> dependencies() {
        return section.dependencies();
    }

    /** DT_SONAME. */
    public Optional<String> soname() {
        return section.soname();
    }

    /** DT_RPATH as stored, tokens not expanded. */
    public Optional<String> rpath() {
        return section.rpath();
    }

    /** DT_RUNPATH as stored, tokens not expanded. */
    public Optional<String> runpath() {
        return section.runpath();
    }

    /** DT_AUDIT. */
    public Optional<String> audit() {
        return section.audit();
    }

    /** DT_DEPAUDIT. */
    public Optional<String> dependencyAudit() {
        return section.dependencyAudit();
    }

    /** DT_FLAGS_1. */
    public long flags1() {
        return section.flags1();
    }

    /** DT_TEXTREL, or DF_TEXTREL in DT_FLAGS. */
    public boolean textRelocations() {
        return section.textRelocations();
    }

    public Machine machine() {
        return Machine.of(header);
    }

    /** DT_NEEDED in table order. */
    public List<String> needed() {
        List<String> needed = new ArrayList<>();
        for (Dependency dependency : dependencies()) {
            if (dependency.kind() == Dependency.Kind.NEEDED) {
                needed.add(dependency.name());
            }
        }
        return needed;
    }

    /** DF_1_NODEFLIB: this object's dependencies are not searched for in the system directories. */
    public boolean ignoresDefaultLibraries() {
        return (flags1() & DF_1_NODEFLIB) != 0;
    }

    /** DF_1_PIE: an executable, although its type is that of a shared object. */
    public boolean isPositionIndependentExecutable() {
        return (flags1() & DF_1_PIE) != 0;
    }

    /** PT_GNU_STACK with PF_X: the file requires an executable stack. */
    public boolean asksForExecutableStack() {
        return stackFlags.isPresent() && (stackFlags.getAsInt() & PF_X) != 0;
    }

    public Linkage linkage() {
        if (header.type() != ElfHeader.ET_EXEC && header.type() != ElfHeader.ET_DYN) {
            return Linkage.NOT_LOADABLE;
        }
        if (interpreter.isPresent()) {
            return Linkage.DYNAMIC;
        }
        if (!dynamic || (header.type() == ElfHeader.ET_EXEC && dependencies().isEmpty())) {
            return Linkage.STATIC;
        }
        // Without an interpreter and without DF_1_PIE it is a library, even if it needs nothing.
        return isPositionIndependentExecutable() && dependencies().isEmpty() ? Linkage.STATIC_PIE : Linkage.LIBRARY;
    }
}
