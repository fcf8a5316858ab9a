package dev.whittle.packages;

import java.util.function.Consumer;

/** The files of a package, read on request. */
public interface FileListing {
    /** For a database that does not list the package's files. */
    FileListing UNKNOWN = new FileListing() {
        @Override
        public boolean isKnown() {
            return false;
        }

        @Override
        public void forEach(Consumer<String> visitor) {}
    };

    /** Whether the database lists the package's files; there may be none. */
    boolean isKnown();

    /**
     * Passes each path to a consumer, raw and absolute, as spelled in the database; directories too if the database has
     * them.
     */
    void forEach(Consumer<String> visitor);
}
