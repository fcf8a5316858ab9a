package dev.whittle.resolve.musl;

import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.Linkage;
import java.util.Optional;

/**
 * What musl does with a file that it has opened: ldso/dynlink.c:map_library, which checks little more than the type,
 * and the consequences.
 */
sealed interface MuslCandidate {
    record Taken(ElfFacts facts) implements MuslCandidate {}

    /**
     * @param mapped if it is mapped and listed before its relocations fail: for another machine, but with the same
     *     layout
     */
    record Deadly(String reason, Optional<ElfFacts> mapped) implements MuslCandidate {}

    /** @param program whose machine is that of the loader */
    static MuslCandidate judge(ElfInspection file, ElfFacts program) {
        Optional<ElfFacts> parsed = file.facts();
        if (parsed.isEmpty()) {
            return new Deadly(
                    "exec format error: " + file.problem().orElseThrow().reason(), Optional.empty());
        }
        ElfFacts facts = parsed.get();
        ElfHeader header = facts.header();
        ElfHeader wanted = program.header();
        boolean sameShape = header.bits() == wanted.bits() && header.order() == wanted.order();
        boolean mappable = facts.linkage() != Linkage.NOT_LOADABLE && facts.dynamic();
        if (!sameShape || header.machine() != wanted.machine()) {
            String reason = "built for " + facts.machine().name() + ", not for "
                    + program.machine().name();
            return new Deadly(reason, sameShape && mappable ? Optional.of(facts) : Optional.empty());
        }
        return mappable
                ? new Taken(facts)
                : new Deadly("exec format error: " + header.typeName() + " without a dynamic table", Optional.empty());
    }
}
