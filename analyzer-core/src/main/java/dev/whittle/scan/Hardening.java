package dev.whittle.scan;

import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Linkage;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Libc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requirements of a file on the memory that it is loaded into. */
final class Hardening {
    /**
     * Machines on which a file without PT_GNU_STACK gets an executable stack: glibc's sysdeps/MACHINE/stackinfo.h,
     * DEFAULT_STACK_PERMS. On the others (aarch64, riscv, powerpc64, loongarch, ia64) it does not.
     */
    private static final Set<Integer> EXECUTABLE_BY_DEFAULT = Set.of(2, 3, 4, 8, 15, 18, 20, 22, 40, 42, 43, 62);

    private Hardening() {}

    static List<ScanFinding> check(Resolver resolver, ScannedFile file) {
        List<ScanFinding> findings = new ArrayList<>();
        if (file.facts().isEmpty() || file.facts().get().linkage() == Linkage.NOT_LOADABLE) {
            return findings;
        }
        ElfFacts facts = file.facts().get();
        if (facts.asksForExecutableStack()) {
            findings.add(finding(ScanRule.EXECUTABLE_STACK, file, "PT_GNU_STACK requires an executable stack"));
        } else if (facts.stackFlags().isEmpty() && isExecutableByDefault(facts)) {
            findings.add(finding(
                    ScanRule.EXECUTABLE_STACK,
                    file,
                    "no PT_GNU_STACK, and on " + facts.machine().name() + " the stack is executable then"));
        }
        if (facts.textRelocations()) {
            findings.add(
                    finding(ScanRule.TEXT_RELOCATIONS, file, "DT_TEXTREL: its code is writable while it is loaded"));
        }
        return findings;
    }

    /** musl never makes a stack executable, and the kernel checks programs only; a loader is not loaded. */
    private static boolean isExecutableByDefault(ElfFacts facts) {
        boolean musl = facts.interpreter()
                        .filter(path -> Libc.of(path) == Libc.MUSL)
                        .isPresent()
                || facts.needed().stream().anyMatch(name -> name.startsWith("libc.musl-"))
                || facts.soname().filter(name -> name.startsWith("libc.musl-")).isPresent();
        boolean library =
                facts.header().type() == ElfHeader.ET_DYN && facts.interpreter().isEmpty();
        return EXECUTABLE_BY_DEFAULT.contains(facts.header().machine()) && !(musl && library);
    }

    private static ScanFinding finding(ScanRule rule, ScannedFile file, String message) {
        return new ScanFinding(rule, file.path(), List.of(), List.of(), message);
    }
}
