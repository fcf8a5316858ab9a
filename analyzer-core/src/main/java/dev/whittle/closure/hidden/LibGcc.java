package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** glibc opens libgcc_s for unwinding (misc/unwind-link.c), and aborts without it. */
final class LibGcc implements Detector {
    private static final String LIBRARY = "libgcc_s.so.1";
    private static final List<String> UNWINDERS = List.of("pthread_cancel", "pthread_exit", "backtrace");

    @Override
    public Family family() {
        return new Family("libgcc", "libgcc_s.so.1, which glibc opens for pthread_cancel, pthread_exit and backtrace");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        if (scene.libraries("libc.so.6").isEmpty()) {
            return;
        }
        for (Scene.Elf elf : scene.elfs()) {
            Optional<String> symbol = elf.isLibc() ? Optional.empty() : scene.imported(elf, UNWINDERS);
            if (symbol.isPresent()) {
                findings.because(elf.path())
                        .file(
                                Finding.Level.REQUIRED,
                                elf.path().raw() + " imports " + symbol.get() + ", for which glibc opens " + LIBRARY,
                                scene.library(elf, LIBRARY));
            }
        }
    }
}
