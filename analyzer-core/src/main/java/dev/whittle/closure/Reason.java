package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a path is kept. There may be one for each file and each parent directory, so each is small: the common prefix of
 * a kind is added on request.
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
        /** Opened by the loader: DT_NEEDED and the like. */
        LIBRARY,
        /** Read by the loader: ld.so.cache and the like. */
        CONFIGURATION,
        /** A finding of a family of hidden dependencies. */
        HIDDEN,
        /** Below a directory that such a finding keeps whole. */
        TREE,
        /** Used by a traced program. */
        TRACED,
        /** Generated, not taken from the root: for an option, or because only a part of it is kept. */
        GENERATED,
        /** A symbolic link on the path to something kept. */
        LINK,
        /** A parent directory of something kept. */
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
     * @param detail raw, one line of text: {@code needed by /usr/bin/curl as libz.so.1}
     * @param because the real path of the kept file or directory that needs it, so that reasons form chains; empty if
     *     it is the user, the image's configuration or nothing in the root
     */
    public Reason(Kind kind, String detail, Optional<RootPath> because) {
        this(kind, "", "", detail, because.orElse(null));
    }

    /** A reason without a file of the root. */
    public Reason(Kind kind, String detail) {
        this(kind, "", "", detail, null);
    }

    public Reason(Kind kind, String detail, RootPath because) {
        this(kind, "", "", detail, because);
    }

    /**
     * A reason from a family of hidden dependencies.
     *
     * @param kind {@link Kind#HIDDEN} or {@link Kind#TREE}
     * @param family the name of the family
     * @param evidence raw, one line of text, without the family
     * @param because the real path of the kept file that gives the evidence; empty if nothing in the root does
     */
    public static Reason ofFamily(Kind kind, String family, String evidence, Optional<RootPath> because) {
        return new Reason(kind, family, "", evidence, because.orElse(null));
    }

    /** The same reason for a path below a directory that is kept whole. */
    Reason below() {
        return new Reason(Kind.TREE, family, head, rest, because);
    }

    /** The reason of a parent directory of something kept. */
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

    /** Raw, one line of text: begins with the family and a colon if there is one. */
    public String detail() {
        if (!family.isEmpty()) {
            return family + SEPARATOR + rest;
        }
        return head.isEmpty() ? rest : head + rest;
    }

    /** The real path of the file that needs it. */
    public Optional<RootPath> because() {
        return Optional.ofNullable(because);
    }

    /** Whether it is kept only because it leads to something else. */
    boolean isWay() {
        return kind == Kind.LINK || kind == Kind.PARENT;
    }

    /** Whether the program does not start without it. */
    public boolean isRequired() {
        return kind != Kind.INCLUDED && kind != Kind.HIDDEN && kind != Kind.TREE && kind != Kind.TRACED;
    }

    boolean isWayTo(RootPath target) {
        return isWay() && target.equals(because);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason reason
                && kind == reason.kind
                && family.equals(reason.family)
                && Objects.equals(because, reason.because)
                && (head.equals(reason.head) ? rest.equals(reason.rest) : detail().equals(reason.detail()));
    }

    /** The detail without the family, assembled from its parts. */
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
