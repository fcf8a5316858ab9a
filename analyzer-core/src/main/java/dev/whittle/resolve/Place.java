package dev.whittle.resolve;

/**
 * By which rule a loader looks somewhere.
 *
 * @param detail raw: the search path as it is written, with the object that has it where that matters; shortened if it is
 *     longer than a page
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

    /** Nobody reads more of a search path, and it is told with every name that is looked for in it. */
    private static final int MAX_LIST = 1024;

    /** @param owner the object that has the search path; empty if it is of the surroundings */
    static Place ofList(Kind kind, String list, String owner) {
        String shown = list.length() <= MAX_LIST ? list : list.substring(0, MAX_LIST) + "...";
        return new Place(kind, owner.isEmpty() ? shown : shown + " of " + owner);
    }

    static Place of(Kind kind) {
        return new Place(kind, "");
    }

    /** For a person, raw: {@code RUNPATH $ORIGIN/../lib of /opt/app}. */
    public String describe() {
        return detail.isEmpty() ? kind.toString() : kind + " " + detail;
    }
}
