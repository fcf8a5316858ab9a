package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a path is kept. There may be one for each file and each directory above it, so each is small: what is told of all
 * of a kind is put before the rest when somebody asks.
 */
public final class Reason {
    private static final String ABOVE = "directory above ";

    private static final String SEPARATOR = ": ";

    private final Kind kind;
    private final String family;
    private final String head;
    private final String rest;
    private final @Nullable RootPath because;

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

    private Reason(Kind kind, String family, String head, String rest, @Nullable RootPath because) {
        this.kind = kind;
        this.family = family;
        this.head = head;
        this.rest = rest;
        this.because = because;
    }

    /**
     * @param detail raw, one line for a person: {@code needed by /usr/bin/curl as libz.so.1}
     * @param because the real path of the kept file or directory that asks for it, so that reasons make chains; empty where a
     *     person, the image's configuration or nothing in the root does
     */
    public Reason(Kind kind, String detail, Optional<RootPath> because) {
        this(kind, "", "", detail, because.orElse(null));
    }

    /** A reason that nothing in the root gives. */
    public Reason(Kind kind, String detail) {
        this(kind, "", "", detail, null);
    }

    public Reason(Kind kind, String detail, RootPath because) {
        this(kind, "", "", detail, because);
    }

    /**
     * A reason that a family of hidden dependencies gives.
     *
     * @param kind {@link Kind#HIDDEN} or {@link Kind#TREE}
     * @param family the name of the family
     * @param evidence raw, one line for a person, without the family
     * @param because the real path of the kept file that gives the evidence; empty where nothing in the root does
     */
    public static Reason ofFamily(Kind kind, String family, String evidence, Optional<RootPath> because) {
        return new Reason(kind, family, "", evidence, because.orElse(null));
    }

    /** The same reason for a path below a directory that is kept whole. */
    Reason below() {
        return new Reason(Kind.TREE, family, head, rest, because);
    }

    /** That of a directory above something kept. */
    static Reason above(String rawPath, RootPath target) {
        return new Reason(Kind.PARENT, "", ABOVE, rawPath, target);
    }

    public Kind kind() {
        return kind;
    }

    /** The name of the family of hidden dependencies that gives this reason; empty for all other reasons. */
    public String family() {
        return family;
    }

    /** Raw, one line for a person: begins with the family and a colon if there is one. */
    public String detail() {
        if (!family.isEmpty()) {
            return family + SEPARATOR + rest;
        }
        return head.isEmpty() ? rest : head + rest;
    }

    /** The real path of what asks for it. */
    public Optional<RootPath> because() {
        return Optional.ofNullable(because);
    }

    /** Whether it stands there only on the way to something else. */
    boolean isWay() {
        return kind == Kind.LINK || kind == Kind.PARENT;
    }

    /** Whether the program starts no more without it. */
    public boolean isRequired() {
        return kind != Kind.INCLUDED && kind != Kind.HIDDEN && kind != Kind.TREE && kind != Kind.TRACED;
    }

    boolean isWayTo(RootPath target) {
        return isWay() && target.equals(because);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason its
                && kind == its.kind
                && family.equals(its.family)
                && Objects.equals(because, its.because)
                && (head.equals(its.head) ? rest.equals(its.rest) : detail().equals(its.detail()));
    }

    /** That of the detail without the family, whatever parts it has. */
    @Override
    public int hashCode() {
        int hash = head.hashCode();
        for (int i = 0; i < rest.length() && hash != 0; i++) {
            hash *= 31;
        }
        return hash + rest.hashCode();
    }

    @Override
    public String toString() {
        return detail();
    }
}
