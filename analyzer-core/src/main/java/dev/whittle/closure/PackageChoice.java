package dev.whittle.closure;

/**
 * Options for package databases: {@code --package-db}, {@code --licenses}.
 *
 * @param licences whether the licence texts of kept packages are kept
 */
public record PackageChoice(Databases databases, boolean licences) {
    /** Neither databases nor licences. */
    public static final PackageChoice NONE = new PackageChoice(Databases.NONE, false);

    /** What is kept of the databases. */
    public enum Databases {
        /** Kept packages, with their kept files. */
        KEPT,
        /** Everything, unchanged. */
        FULL,
        NONE
    }

    /** Whether there is nothing to do for packages. */
    public boolean isNone() {
        return databases == Databases.NONE && !licences;
    }
}
