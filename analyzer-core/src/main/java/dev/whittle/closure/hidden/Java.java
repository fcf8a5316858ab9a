package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.Optional;

/** A Java runtime: it opens libjvm, its modules and its configuration by name, below the directory that it lies in. */
final class Java implements Detector {
    static final String NAME = "java";

    @Override
    public Family family() {
        return new Family(NAME, "libjli, lib/modules: the whole runtime below java's own directory");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            String name = elf.path().name();
            if (name.equals("java") || name.equals("libjli.so")) {
                Optional<RootPath> home = home(scene, elf.path());
                findings.because(elf.path())
                        .tree(Finding.Level.REQUIRED, elf.path().raw() + " is Java's launcher", home);
            }
        }
    }

    /** The directory above that holds {@code lib/modules}, or {@code lib/rt.jar} up to Java 8. */
    private static Optional<RootPath> home(Scene scene, RootPath launcher) throws IOException {
        RootPath up = launcher.parent();
        for (int i = 0; i < 4 && !up.isRoot(); i++) {
            if (scene.file(up.raw() + "/lib/modules").isPresent()
                    || scene.file(up.raw() + "/lib/rt.jar").isPresent()) {
                return Optional.of(up);
            }
            up = up.parent();
        }
        return Optional.empty();
    }
}
