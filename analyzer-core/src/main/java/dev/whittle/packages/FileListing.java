package dev.whittle.packages;

import java.util.function.Consumer;

/** The files that a package owns, read when they are asked for. */
public interface FileListing {
    /** A database that does not say which files the package owns. */
    FileListing UNKNOWN = new FileListing() {
        @Override
        public boolean isKnown() {
            return false;
        }

        @Override
        public void forEach(Consumer<String> visitor) {}
    };

    /** Whether the database says which files the package owns; that may be none. */
    boolean isKnown();

    /** Passes on each path, raw and absolute, as the database spells it; directories too where the database has them. */
    void forEach(Consumer<String> visitor);
}
