package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.io.IOException;

/** Ruby's libraries: the directories of $LOAD_PATH are strings of the interpreter (verconf.h). */
final class Ruby implements Detector {
    static final String NAME = "ruby";

    @Override
    public Family family() {
        return new Family(NAME, "ruby and libruby: the directories of $LOAD_PATH that their strings name, gems");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            String name = elf.name();
            if (name.startsWith("libruby") || name.matches("ruby[0-9.]*")) {
                LibraryTrees.add(scene, elf, "ruby", findings);
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        elf.path().raw() + " looks for gems there",
                        scene.directory("/usr/share/rubygems-integration"));
            }
        }
    }
}
