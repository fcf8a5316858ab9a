package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a path is kept.
 *
 * @param detail raw, one line for a person: {@code needed by /usr/bin/curl as libz.so.1}
 * @param because the real path of the kept file or directory that asks for it, so that reasons make chains; empty where a
 *     person, the image's configuration or nothing in the root does
 */
public record Reason(Kind kind, String detail, Optional<RootPath> because) {
    public enum Kind {
        /** Named on the command line. */
        REQUESTED,
        /** What the image starts. */
        STARTED,
        /** Named by {@code --include}. */
        INCLUDED,
        /** PT_INTERP, or what a script's {@code #!} names. */
        INTERPRETER,
        /** What the loader opens: DT_NEEDED and the like. */
        LIBRARY,
        /** What the loader reads: ld.so.cache and the like. */
        CONFIGURATION,
        /** A finding of a family of hidden dependencies. */
        HIDDEN,
        /** It lies below a directory that such a finding keeps whole. */
        TREE,
        /** A program used it when it was traced. */
        TRACED,
        /** Written anew, not taken from the root: for an option, or because only a part of it is kept. */
        GENERATED,
        /** A symbolic link on the way to something kept. */
        LINK,
        /** A directory above something kept. */
        PARENT
    }

    /** A reason that nothing in the root gives. */
    public Reason(Kind kind, String detail) {
        this(kind, detail, Optional.empty());
    }

    public Reason(Kind kind, String detail, RootPath because) {
        this(kind, detail, Optional.of(because));
    }

    /** Whether the program starts no more without it. */
    public boolean isRequired() {
        return kind != Kind.INCLUDED && kind != Kind.HIDDEN && kind != Kind.TREE && kind != Kind.TRACED;
    }

    /** This and the next are those of every record; but Java would make them at run time, in longer than one image takes. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason its
                && kind == its.kind
                && detail.equals(its.detail)
                && because.equals(its.because);
    }

    @Override
    public int hashCode() {
        return detail.hashCode();
    }

    @Override
    public String toString() {
        return detail;
    }
}
