package dev.whittle.scan;

import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.Linkage;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.rootfs.Node;
import java.util.Optional;

/** A file that begins like an ELF file, under the first of its names. */
public record ScannedFile(RootPath path, Node.RegularFile node, ElfInspection inspection) {
    public Optional<ElfFacts> facts() {
        return inspection.facts();
    }

    public Optional<Program> toResolve() {
        return facts().filter(facts -> facts.linkage().isLoaded()).map(facts -> new Program(path, path, node, facts));
    }

    /** It names its loader and has no soname; libc.so.6 names its loader too. */
    public boolean isProgram() {
        return facts().filter(facts ->
                        facts.linkage() == Linkage.DYNAMIC && facts.soname().isEmpty())
                .isPresent();
    }

    public boolean isLibrary() {
        return facts().filter(facts -> facts.linkage().isLoaded()).isPresent() && !isProgram();
    }
}
