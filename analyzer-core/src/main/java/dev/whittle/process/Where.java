package dev.whittle.process;

import dev.whittle.path.RootPath;
import java.util.Optional;

/**
 * The location of evidence.
 *
 * @param text for display: {@code line 3 of /entrypoint.sh}, {@code the image's Cmd}
 * @param file real path of the file; empty for the image's configuration
 * @param line of the file, counted from 1; 0 if it is not one line
 */
public record Where(String text, Optional<RootPath> file, int line) {
    /** A location that is not one line. */
    public Where(String text, Optional<RootPath> file) {
        this(text, file, 0);
    }

    /** A line of a script. */
    static Where line(int line, String script, Optional<RootPath> file) {
        return new Where("line " + line + " of " + script, file, line);
    }
}
