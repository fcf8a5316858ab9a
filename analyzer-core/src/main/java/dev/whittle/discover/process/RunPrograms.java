package dev.whittle.discover.process;

import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.Settled;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What programs other than scripts run: the shell of popen, command lines, and programs next to them. */
public final class RunPrograms implements Detector {
    /** Functions that start programs. */
    public static final List<String> RUNNERS = List.of(
            "execl",
            "execle",
            "execlp",
            "execv",
            "execve",
            "execvp",
            "execvpe",
            "posix_spawn",
            "posix_spawnp",
            "popen",
            "system");

    private static final String FAMILY = "programs";

    private final Settled settled = new Settled(FAMILY);
    private final PathNames inPath = new PathNames();
    private final TiedPrograms tied = new TiedPrograms(inPath);
    private final RelatedPrograms related = new RelatedPrograms(inPath);

    @Override
    public Family family() {
        return new Family(
                FAMILY,
                "popen: /bin/sh and the command lines in strings; programs named in a directory of their own; os/exec of Go");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        tied.findOwners(context);
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc() || context.isIncidental(elf.path()) || context.isMultiCall(elf)) {
                continue;
            }
            settled.add(elf.path(), findings, made -> {
                int before = related.leftOut();
                look(context, elf, made);
                return related.leftOut() == before;
            });
        }
    }

    private void look(Context context, Context.Elf elf, Findings findings) throws IOException {
        GoStarts.add(context, elf, findings);
        Optional<String> runner = runner(context, elf);
        CommandStrings.add(context, elf, runner, findings);
        if (elf.isProgram()
                && !SystemPaths.isSharedByPrograms(elf.path().parent())
                && context.imported(elf, RUNNERS).isPresent()) {
            RelatedPrograms.addSiblings(context, elf, findings);
        }
        if (elf.isProgram() && runner.isPresent()) {
            related.addRelatives(context, elf, findings);
            tied.add(context, elf, findings);
        }
    }

    /** How a program starts others: by a function of the C library, or through a library that it needs. */
    private static Optional<String> runner(Context context, Context.Elf elf) {
        Optional<String> imported = context.imported(elf, RUNNERS);
        if (imported.isPresent() || !elf.isProgram()) {
            return imported.map(name -> "imports " + name);
        }
        if (elf.facts().needed().isEmpty() && elf.facts().interpreter().isEmpty()) {
            return Optional.of("is static");
        }
        for (Context.Elf library : context.elfs()) {
            boolean needed = !library.isProgram()
                    && !library.isLibc()
                    && library.facts()
                            .soname()
                            .filter(elf.facts().needed()::contains)
                            .isPresent();
            Optional<String> symbol = needed ? context.imported(library, RUNNERS) : Optional.empty();
            if (symbol.isPresent()) {
                return Optional.of("needs " + library.path().raw() + ", which imports " + symbol.get() + ",");
            }
        }
        return Optional.empty();
    }
}
