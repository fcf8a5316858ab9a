package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import java.io.IOException;

/** All of glibc's character sets: eight megabytes, so only on request. */
public final class GconvAll implements Detector {
    @Override
    public Family family() {
        return new Family("gconv-all", "iconv_open of glibc: every character set (only with --with gconv-all)");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        for (Context.Elf elf : context.elfs()) {
            if (!elf.isLibc() && context.imports(elf).contains("iconv_open")) {
                findings.because(elf.path())
                        .tree(
                                Finding.Level.POSSIBLE,
                                elf.path().raw() + " imports iconv_open",
                                Gconv.directory(context));
            }
        }
    }
}
