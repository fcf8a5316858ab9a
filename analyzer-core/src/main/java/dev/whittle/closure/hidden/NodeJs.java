package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.io.IOException;
import java.util.List;

/** Node: its own modules are in the binary; those of a distribution and npm lie beside it. */
final class NodeJs implements Detector {
    static final String NAME = "node";

    @Override
    public Family family() {
        return new Family(NAME, "node and libnode: modules of the distribution; npm and global modules if asked for");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            String name = elf.name();
            if (name.startsWith("libnode.so") || name.equals("node") || name.equals("nodejs")) {
                findings.because(elf.path());
                for (String string : scene.strings(elf)) {
                    if (string.startsWith("/usr/share/nodejs/")) {
                        findings.file(
                                Finding.Level.REQUIRED,
                                elf.path().raw() + " holds the string " + string,
                                scene.file(string));
                    }
                }
                for (String directory :
                        List.of("/usr/share/nodejs", "/usr/lib/node_modules", "/usr/local/lib/node_modules")) {
                    findings.tree(
                            Finding.Level.POSSIBLE,
                            elf.path().raw() + " looks for modules there",
                            scene.directory(directory));
                }
            }
        }
    }
}
