package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.path.RootPath;
import java.util.Optional;

/**
 * The origin of a source text.
 *
 * @param file that contains it; empty for the image's configuration
 * @param name for display, after "line N of "
 * @param own whether it is of the application, not of a library
 */
record SourcePlace(Optional<RootPath> file, String name, boolean own) {
    static SourcePlace ofFile(RootPath file, boolean own) {
        return new SourcePlace(Optional.of(file), file.raw(), own);
    }

    /** The level of programs that the text starts: a library is known to be loaded, but not whether it is executed. */
    Finding.Level level() {
        return own ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN;
    }
}
