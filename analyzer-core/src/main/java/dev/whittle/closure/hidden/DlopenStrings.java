package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names that look like libraries. In files that open some they are a guess, and so no more than possible; but one that lies
 * in a directory of plugins which the same file names is meant.
 */
final class DlopenStrings implements Detector {
    private static final Pattern SONAME = Pattern.compile("[A-Za-z0-9_+.-]+\\.so(\\.[0-9]+)*");
    private static final Reading<List<String>> SONAMES = Reading.where(
            string -> string.contains(".so") && SONAME.matcher(string).matches());
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.@+-]+(/[A-Za-z0-9_.@+-]+)+/?");
    private static final List<String> OPENERS = List.of("dlopen", "dlmopen", "__libc_dlopen_mode");

    @Override
    public Family family() {
        return new Family(
                "dlopen-strings",
                "names of libraries: of plugins in a directory that the file names; elsewhere only a possibility");
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        for (Scene.Elf elf : scene.elfs()) {
            if (elf.isLibc() || scene.isIncidental(elf.path())) {
                continue;
            }
            findings.because(elf.path());
            boolean opens = scene.imported(elf, OPENERS).isPresent();
            List<String> names = scene.read(elf, SONAMES).stream()
                    .filter(string ->
                            !string.equals(elf.name()) && !elf.facts().needed().contains(string))
                    .toList();
            Set<RootPath> directories = names.isEmpty() ? Set.of() : directories(scene, elf);
            for (String name : names) {
                String evidence = elf.path().raw() + " holds the string " + name;
                for (RootPath directory : directories) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            evidence + ", and names " + directory.raw(),
                            scene.file(directory.raw() + "/" + name));
                }
                if (opens) {
                    findings.file(
                            Finding.Level.POSSIBLE,
                            elf.path().raw() + " imports dlopen and holds the string " + name,
                            scene.library(elf, name));
                }
            }
        }
    }

    /** The directories that a file names, those apart in which every library lies: as strings, or for its loader. */
    private static Set<RootPath> directories(Scene scene, Scene.Elf elf) throws IOException {
        Set<RootPath> directories = new TreeSet<>();
        List<String> strings = new ArrayList<>(scene.strings(elf));
        elf.facts().rpath().ifPresent(strings::add);
        elf.facts().runpath().ifPresent(strings::add);
        for (String string : strings) {
            if (PATH.matcher(string).matches()) {
                scene.directory(string)
                        .filter(directory -> !OwnNames.isShared(directory))
                        .ifPresent(directories::add);
            }
        }
        return directories;
    }
}
