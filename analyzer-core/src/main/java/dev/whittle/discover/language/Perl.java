package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.modules.ModuleLanguage;
import dev.whittle.discover.modules.ModuleLibrary;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Perl's libraries: the directories of @INC are strings of the interpreter (perl.c:S_init_perllib). Of Perl's own modules those are kept
 * that something loads.
 */
public final class Perl implements Detector {
    static final String NAME = "perl";

    /** By the directories of the standard library. */
    private final Map<List<RootPath>, ModuleLibrary> libraries = new HashMap<>();

    @Override
    public Family family() {
        return new Family(
                NAME, "perl and libperl: the modules that are used of the directories of @INC; PERL5LIB's directories");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            String name = elf.name();
            if (name.startsWith("libperl.so") || (name.startsWith("perl") && name.matches("perl(5[.0-9]*)?"))) {
                library(context, elf, findings);
                LibraryTrees.addNamed(context, List.of("PERL5LIB", "PERLLIB"), findings);
            }
        }
    }

    private void library(Context context, Context.Elf elf, Findings findings) throws IOException {
        List<RootPath> standard = new ArrayList<>();
        for (LibraryTrees.Named named : LibraryTrees.namedDirectories(context, elf, NAME)) {
            RootPath directory = named.directory();
            boolean isStandard = context.file(directory.raw() + "/strict.pm").isPresent()
                    || context.file(directory.raw() + "/Config.pm").isPresent();
            findings.because(elf.path());
            if (isStandard) {
                standard.add(context.real(directory));
                // Debian's name of it is a link: /usr/share/perl/5.36.
                findings.file(Finding.Level.REQUIRED, named.evidence(), Optional.of(directory));
            } else {
                findings.tree(Finding.Level.REQUIRED, named.evidence(), Optional.of(directory));
            }
        }
        if (standard.isEmpty()) {
            return;
        }
        String evidence = elf.path().raw() + " is Perl";
        List<PerlRun> runs = PerlRun.all(context);
        Optional<String> unknown = LibraryTrees.whyUnknown(context, elf);
        for (PerlRun run : runs) {
            if (unknown.isEmpty() && run.isUnknown(context)) {
                unknown =
                        Optional.of("what it runs for " + run.started().where().text() + " is not known");
            }
        }
        if (unknown.isPresent()) {
            findings.because(elf.path()).trees(Finding.Level.REQUIRED, evidence + ", and " + unknown.get(), standard);
            return;
        }
        ModuleLibrary library = libraries.get(standard);
        if (library == null) {
            library = ModuleLibrary.of(context, ModuleLanguage.PERL, NAME, evidence, elf.path(), "", standard);
            libraries.put(standard, library);
        }
        for (PerlRun run : runs) {
            run.addTo(context, library);
        }
        library.look(context, findings);
        findings.because(elf.path());
        findings.trees(
                Finding.Level.POSSIBLE,
                evidence + "; nothing that is kept uses the other modules of its library",
                library.directories());
    }
}
