package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.Optional;
import java.util.Set;

/**
 * A text that a shell reads commands from.
 *
 * @param name for messages
 * @param scripts possible values of {@code $0}; marked
 * @param file real path; empty for text of the image's configuration
 * @param hasLines whether a line of the text is one of the file
 */
record ShellSource(String name, Set<String> scripts, Optional<RootPath> file, boolean hasLines) {
    /** A text that is no file, such as the argument of {@code sh -c}. */
    static ShellSource text(String name, String script, Optional<RootPath> file) {
        return new ShellSource(name, Set.of(script), file, false);
    }

    /** @param line counted from 1; 0 for the whole text */
    Where where(int line) {
        return hasLines && line > 0 ? Where.line(line, name, file) : new Where(name, file);
    }
}
