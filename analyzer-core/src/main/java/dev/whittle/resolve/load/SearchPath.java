package dev.whittle.resolve.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How glibc reads a search path: elf/dl-load.c, decompose_rpath and fillin_rpath. */
public final class SearchPath {
    private SearchPath() {}

    /**
     * The directories of a list, each with a trailing slash or empty for the working directory. One at a time, since
     * together they may be a thousand times as long as the list.
     *
     * @param separators {@code :} for RPATH and RUNPATH, {@code :;} for LD_LIBRARY_PATH
     */
    public static void directories(String list, String separators, Tokens tokens, Sink sink) throws IOException {
        if (list.isEmpty()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String element : split(list, separators)) {
            if (!seen.add(element)) {
                continue;
            }
            if (element.isEmpty()) {
                sink.accept("");
                continue;
            }
            Optional<String> expanded = tokens.expand(element).filter(text -> !text.isEmpty());
            if (expanded.isPresent()) {
                sink.accept(withOneSlash(expanded.get()));
            }
        }
    }

    /** Accepts one directory. */
    public interface Sink {
        void accept(String directory) throws IOException;
    }

    public static List<String> split(String list, String separators) {
        List<String> elements = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= list.length(); i++) {
            if (i == list.length() || separators.indexOf(list.charAt(i)) >= 0) {
                elements.add(list.substring(start, i));
                start = i + 1;
            }
        }
        return elements;
    }

    private static String withOneSlash(String directory) {
        int end = directory.length();
        while (end > 1 && directory.charAt(end - 1) == '/') {
            end--;
        }
        String trimmed = directory.substring(0, end);
        return trimmed.endsWith("/") ? trimmed : trimmed + "/";
    }
}
