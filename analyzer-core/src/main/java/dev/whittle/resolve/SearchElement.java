package dev.whittle.resolve;

import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One directory of a file's own search path.
 *
 * @param run whether DT_RUNPATH has it, else DT_RPATH
 * @param written as it stands in the file; of musl's, tokens are expanded
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

    /** A text with a token that musl does not know is dropped as a whole. */
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
