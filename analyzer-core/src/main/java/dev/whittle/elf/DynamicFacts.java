package dev.whittle.elf;

import java.util.List;
import java.util.Optional;

/**
 * What a loader reads of a dynamic section.
 *
 * @param dependencies DT_NEEDED, DT_FILTER and DT_AUXILIARY in table order, including duplicates
 * @param soname DT_SONAME
 * @param rpath DT_RPATH as stored, tokens not expanded
 * @param runpath DT_RUNPATH, likewise
 * @param audit DT_AUDIT
 * @param dependencyAudit DT_DEPAUDIT
 * @param flags1 DT_FLAGS_1
 * @param textRelocations DT_TEXTREL, or DF_TEXTREL in DT_FLAGS
 */
public record DynamicFacts(
        List<Dependency> dependencies,
        Optional<String> soname,
        Optional<String> rpath,
        Optional<String> runpath,
        Optional<String> audit,
        Optional<String> dependencyAudit,
        long flags1,
        boolean textRelocations) {
    public DynamicFacts {
        dependencies = List.copyOf(dependencies);
    }
}
