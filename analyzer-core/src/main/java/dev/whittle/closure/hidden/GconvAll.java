package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.io.IOException;

/** All of glibc's character sets: eight megabytes, so only if asked for. */
final class GconvAll implements Detector {
    @Override
    public Family family() {
        return new Family("gconv-all", "iconv_open of glibc: every character set (only with --with gconv-all)");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (!elf.isLibc() && scene.imports(elf).contains("iconv_open")) {
                findings.because(elf.path())
                        .tree(Finding.Level.POSSIBLE, elf.path().raw() + " imports iconv_open", Gconv.directory(scene));
            }
        }
    }
}
