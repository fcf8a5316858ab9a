package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.modules.BuildFiles;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The library directories among the strings of an interpreter: those below a directory with the language's name. */
final class LibraryTrees {
    private LibraryTrees() {}

    /** A directory, and the string that names it. */
    record Named(RootPath directory, String evidence) {}

    static void add(Context context, Context.Elf elf, String language, Findings findings) throws IOException {
        findings.because(elf.path());
        for (Named directory : namedDirectories(context, elf, language)) {
            findings.tree(Finding.Level.REQUIRED, directory.evidence(), Optional.of(directory.directory()));
        }
    }

    static List<Named> namedDirectories(Context context, Context.Elf elf, String language) throws IOException {
        List<Named> all = new ArrayList<>();
        List<RootPath> seen = new ArrayList<>();
        for (String string : context.strings(elf)) {
            for (String path : List.of(string.split(":", -1))) {
                boolean ofLanguage = path.startsWith("/")
                        && RootPath.split(path).stream().skip(1).anyMatch(part -> part.startsWith(language));
                Optional<RootPath> directory = ofLanguage ? context.directory(path) : Optional.empty();
                if (directory.isPresent() && !seen.contains(directory.get())) {
                    seen.add(directory.get());
                    all.add(new Named(directory.get(), elf.path().raw() + " holds the string " + path));
                }
            }
        }
        return all;
    }

    /** Why the code that an interpreter runs is unknown, independent of what the image starts; empty if it may be known. */
    static Optional<String> whyUnknown(Context context, Context.Elf elf) {
        if (BuildFiles.areRead(context)) {
            return Optional.of("a compiler is kept, which builds modules");
        }
        boolean isNamed = context.kept().get(elf.path()).map(Selection.Kept::reasons).orElse(List.of()).stream()
                .map(Reason::kind)
                .anyMatch(kind -> kind == Reason.Kind.REQUESTED || kind == Reason.Kind.INCLUDED);
        return isNamed ? Optional.of("it is asked for by name") : Optional.empty();
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
