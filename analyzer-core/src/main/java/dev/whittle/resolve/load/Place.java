package dev.whittle.resolve.load;

/**
 * The rule by which a loader looks in a place.
 *
 * @param detail raw: the search path as written, with its object where that matters; truncated if it is very long
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

    /** Limit for the printed length of a search path, which is repeated for every name searched in it. */
    private static final int MAX_LIST = 1024;

    /** @param owner the object that has the search path; empty if it is from the environment */
    public static Place ofList(Kind kind, String list, String owner) {
        String shown = list.length() <= MAX_LIST ? list : list.substring(0, MAX_LIST) + "...";
        return new Place(kind, owner.isEmpty() ? shown : shown + " of " + owner);
    }

    public static Place of(Kind kind) {
        return new Place(kind, "");
    }

    /** Text for the user, raw: {@code RUNPATH $ORIGIN/../lib of /opt/app}. */
    public String describe() {
        return detail.isEmpty() ? kind.toString() : kind + " " + detail;
    }
}
