package dev.whittle.resolve;

import dev.whittle.resolve.load.SearchPath;
import dev.whittle.resolve.load.Tokens;
import dev.whittle.resolve.musl.MuslPath;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One directory of a file's own search path.
 *
 * @param run whether it is from DT_RUNPATH, else from DT_RPATH
 * @param written as in the file; for musl, with tokens expanded
 * @param directory raw; {@code ""} is the working directory; empty if the loader drops the element
 */
public record SearchElement(boolean run, String written, Optional<String> directory) {
    static List<SearchElement> glibc(boolean run, String text, Tokens tokens) {
        List<SearchElement> elements = new ArrayList<>();
        for (String element : SearchPath.split(text, ":")) {
            Optional<String> directory = element.isEmpty()
                    ? Optional.of("")
                    : tokens.expand(element).filter(expanded -> !expanded.isEmpty());
            elements.add(new SearchElement(run, element, directory));
        }
        return elements;
    }

    /** musl drops the whole text if it has a token that musl does not know. */
    static List<SearchElement> musl(boolean run, String text, String origin) throws IOException {
        if (!MuslPath.isExpandable(text)) {
            return List.of(new SearchElement(run, text, Optional.empty()));
        }
        List<SearchElement> elements = new ArrayList<>();
        MuslPath.directories(
                text,
                origin,
                Walk.MAX_PATH,
                directory -> elements.add(new SearchElement(run, directory, Optional.of(directory))));
        return elements;
    }

    public String kind() {
        return run ? "RUNPATH" : "RPATH";
    }
}
