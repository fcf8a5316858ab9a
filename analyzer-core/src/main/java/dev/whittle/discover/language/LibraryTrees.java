package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The library directories among the strings of an interpreter: those below a directory with the language's name. */
final class LibraryTrees {
    private LibraryTrees() {}

    static void add(Context context, Context.Elf elf, String language, Findings findings) throws IOException {
        findings.because(elf.path());
        List<RootPath> seen = new ArrayList<>();
        for (String string : context.strings(elf)) {
            for (String path : List.of(string.split(":", -1))) {
                boolean ofLanguage = path.startsWith("/")
                        && RootPath.split(path).stream().skip(1).anyMatch(part -> part.startsWith(language));
                Optional<RootPath> directory = ofLanguage ? context.directory(path) : Optional.empty();
                if (directory.isPresent() && !seen.contains(directory.get())) {
                    seen.add(directory.get());
                    findings.tree(Finding.Level.REQUIRED, elf.path().raw() + " holds the string " + path, directory);
                }
            }
        }
    }

    /** The directories in an interpreter's variables of the image. */
    static void addNamed(Context context, List<String> variables, Findings findings) throws IOException {
        findings.becauseOfTheImage();
        for (String variable : variables) {
            for (String path : context.variable(variable).orElse("").split(":", -1)) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        "the image's " + variable + " names " + path,
                        context.directory(path).filter(directory -> !SystemPaths.isSharedByPrograms(directory)));
            }
        }
    }
}
