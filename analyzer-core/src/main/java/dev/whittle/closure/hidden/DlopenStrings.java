package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names that look like libraries in files that open some: a guess, and so never more than possible. */
final class DlopenStrings implements Detector {
    private static final Pattern SONAME = Pattern.compile("[A-Za-z0-9_+.-]+\\.so(\\.[0-9]+)*");
    private static final Reading<List<String>> SONAMES = Reading.where(
            string -> string.contains(".so") && SONAME.matcher(string).matches());
    private static final List<String> OPENERS = List.of("dlopen", "dlmopen", "__libc_dlopen_mode");

    @Override
    public Family family() {
        return new Family("dlopen-strings", "names of libraries in files that import dlopen: only a possibility");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isLibc()
                    || scene.isIncidental(elf.path())
                    || scene.imported(elf, OPENERS).isEmpty()) {
                continue;
            }
            findings.because(elf.path());
            for (String string : scene.read(elf, SONAMES)) {
                if (!string.equals(elf.name()) && !elf.facts().needed().contains(string)) {
                    Optional<RootPath> library = scene.library(elf, string);
                    findings.file(
                            Finding.Level.POSSIBLE,
                            elf.path().raw() + " imports dlopen and holds the string " + string,
                            library);
                }
            }
        }
    }
}
