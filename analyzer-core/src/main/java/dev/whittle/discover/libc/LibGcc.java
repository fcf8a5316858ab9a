package dev.whittle.discover.libc;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** glibc opens libgcc_s for unwinding (misc/unwind-link.c), and aborts without it. */
public final class LibGcc implements Detector {
    private static final String LIBRARY = "libgcc_s.so.1";
    private static final List<String> UNWINDERS = List.of("pthread_cancel", "pthread_exit", "backtrace");

    @Override
    public Family family() {
        return new Family("libgcc", "libgcc_s.so.1, which glibc opens for pthread_cancel, pthread_exit and backtrace");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (context.libraries("libc.so.6").isEmpty()) {
            return;
        }
        for (Context.Elf elf : context.elfs()) {
            Optional<String> symbol = elf.isLibc() ? Optional.empty() : context.imported(elf, UNWINDERS);
            if (symbol.isPresent()) {
                findings.because(elf.path())
                        .file(
                                Finding.Level.REQUIRED,
                                elf.path().raw() + " imports " + symbol.get() + ", for which glibc opens " + LIBRARY,
                                context.library(elf, LIBRARY));
            }
        }
    }
}
