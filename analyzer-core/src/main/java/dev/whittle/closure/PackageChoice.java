package dev.whittle.closure;

/**
 * What becomes of package databases: {@code --package-db}, {@code --licenses}.
 *
 * @param licences whether the licence texts of kept packages are kept
 */
public record PackageChoice(Databases databases, boolean licences) {
    /** Neither databases nor licences. */
    public static final PackageChoice NONE = new PackageChoice(Databases.NONE, false);

    /** What of the databases is kept. */
    public enum Databases {
        /** Those of kept packages, with the files of them that are kept. */
        KEPT,
        /** All of them, as they are. */
        FULL,
        NONE
    }

    /** Whether there is nothing to do for packages. */
    public boolean isNone() {
        return databases == Databases.NONE && !licences;
    }
}
