package dev.whittle.closure.hidden;

import java.io.IOException;
import java.util.List;

/** Perl's libraries: the directories of @INC are strings of the interpreter (perl.c:S_init_perllib). */
final class Perl implements Detector {
    static final String NAME = "perl";

    @Override
    public Family family() {
        return new Family(NAME, "perl and libperl: the directories of @INC that their strings and PERL5LIB name");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            String name = elf.name();
            if (name.startsWith("libperl.so") || (name.startsWith("perl") && name.matches("perl(5[.0-9]*)?"))) {
                LibraryTrees.add(scene, elf, "perl", findings);
                LibraryTrees.addNamed(scene, List.of("PERL5LIB", "PERLLIB"), findings);
            }
        }
    }
}
