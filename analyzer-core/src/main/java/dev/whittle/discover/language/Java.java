package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.Optional;

/** A Java runtime: it opens libjvm, its modules and its configuration by name, below its own directory. */
public final class Java implements Detector {
    static final String NAME = "java";

    private final PackedLibraries packed = new PackedLibraries();
    private final ClassCalls classes = new ClassCalls();
    private final JarClassPath classPath = new JarClassPath();

    @Override
    public Family family() {
        return new Family(
                NAME,
                "libjli, lib/modules: the whole runtime below java's own directory; what classes name and libraries packed in jars need");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            String name = elf.path().name();
            if (name.equals("java") || name.equals("libjli.so")) {
                Optional<RootPath> home = home(context, elf.path());
                findings.because(elf.path())
                        .tree(Finding.Level.REQUIRED, elf.path().raw() + " is Java's launcher", home);
                if (name.equals("java")) {
                    packed.add(context, elf, findings);
                    classes.add(context, elf, findings);
                    classPath.add(context, findings);
                }
            }
        }
    }

    /** The parent directory that contains {@code lib/modules}, or {@code lib/rt.jar} up to Java 8. */
    private static Optional<RootPath> home(Context context, RootPath launcher) throws IOException {
        RootPath up = launcher.parent();
        for (int i = 0; i < 4 && !up.isRoot(); i++) {
            if (context.file(up.raw() + "/lib/modules").isPresent()
                    || context.file(up.raw() + "/lib/rt.jar").isPresent()) {
                return Optional.of(up);
            }
            up = up.parent();
        }
        return Optional.empty();
    }
}
