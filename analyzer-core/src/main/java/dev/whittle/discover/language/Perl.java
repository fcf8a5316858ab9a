package dev.whittle.discover.language;

import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import java.io.IOException;
import java.util.List;

/** Perl's libraries: the directories of @INC are strings of the interpreter (perl.c:S_init_perllib). */
public final class Perl implements Detector {
    static final String NAME = "perl";

    @Override
    public Family family() {
        return new Family(NAME, "perl and libperl: the directories of @INC that their strings and PERL5LIB name");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            String name = elf.name();
            if (name.startsWith("libperl.so") || (name.startsWith("perl") && name.matches("perl(5[.0-9]*)?"))) {
                LibraryTrees.add(context, elf, "perl", findings);
                LibraryTrees.addNamed(context, List.of("PERL5LIB", "PERLLIB"), findings);
            }
        }
    }
}
