package dev.whittle.resolve;

/**
 * By which rule a loader looks somewhere.
 *
 * @param detail raw: the element of a search path as it is written, with the object that has it where that matters
 */
public record Place(Kind kind, String detail) {
    public enum Kind {
        /** A name with a slash is opened as it is. */
        PATH("path"),
        RPATH("RPATH"),
        RUNPATH("RUNPATH"),
        /** LD_LIBRARY_PATH. */
        LIBRARY_PATH("library path"),
        /** glibc's /etc/ld.so.cache. */
        CACHE("cache"),
        SYSTEM("system directory"),
        /** The interpreter itself, which is in memory before any search. */
        LOADER("loader");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Place of(Kind kind) {
        return new Place(kind, "");
    }

    /** For a person, raw: {@code RUNPATH $ORIGIN/../lib of /opt/app}. */
    public String describe() {
        return detail.isEmpty() ? kind.toString() : kind + " " + detail;
    }
}
