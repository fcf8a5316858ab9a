package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The library directories that an interpreter has as strings: those below a directory of the language's name. */
final class LibraryTrees {
    private LibraryTrees() {}

    static void add(Scene scene, Scene.Elf elf, String language, Findings findings) throws IOException {
        findings.because(elf.path());
        List<RootPath> seen = new ArrayList<>();
        for (String string : scene.strings(elf)) {
            for (String path : List.of(string.split(":", -1))) {
                boolean ofLanguage = path.startsWith("/")
                        && RootPath.split(path).stream().skip(1).anyMatch(part -> part.startsWith(language));
                Optional<RootPath> directory = ofLanguage ? scene.directory(path) : Optional.empty();
                if (directory.isPresent() && !seen.contains(directory.get())) {
                    seen.add(directory.get());
                    findings.tree(Finding.Level.REQUIRED, elf.path().raw() + " holds the string " + path, directory);
                }
            }
        }
    }

    /** The directories that variables of the image list for an interpreter. */
    static void addNamed(Scene scene, List<String> variables, Findings findings) throws IOException {
        findings.becauseOfTheImage();
        for (String variable : variables) {
            for (String path : scene.variable(variable).orElse("").split(":", -1)) {
                findings.tree(
                        Finding.Level.RECOMMENDED,
                        "the image's " + variable + " names " + path,
                        scene.directory(path).filter(directory -> !OwnNames.isShared(directory)));
            }
        }
    }
}
