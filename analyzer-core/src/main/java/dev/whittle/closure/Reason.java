package dev.whittle.closure;

/**
 * Why a path is kept.
 *
 * @param detail raw, one line for a person: {@code needed by /usr/bin/curl as libz.so.1}
 */
public record Reason(Kind kind, String detail) {
    public enum Kind {
        /** Named on the command line. */
        REQUESTED,
        /** Named by {@code --include}. */
        INCLUDED,
        /** PT_INTERP. */
        INTERPRETER,
        /** What the loader opens: DT_NEEDED and the like. */
        LIBRARY,
        /** What the loader reads: ld.so.cache and the like. */
        CONFIGURATION,
        /** A symbolic link on the way to something kept. */
        LINK,
        /** A directory above something kept. */
        PARENT
    }

    /** Whether the program starts no more without it. */
    public boolean isRequired() {
        return kind != Kind.INCLUDED;
    }

    @Override
    public String toString() {
        return detail;
    }
}
