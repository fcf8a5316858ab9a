package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.List;

/**
 * How much of a package of the root's databases is kept. Directories do not count, and neither does documentation.
 *
 * @param type as in package URLs: deb, apk, or rpm
 * @param isKept whether the package stays in a database that is cut
 * @param isKnown whether the database says which files the package owns
 * @param kept its files that are kept, real paths
 * @param missing of a package that is kept, its files that are not: raw paths as the database has them
 */
public record PackageShare(
        String type,
        String name,
        String version,
        String architecture,
        boolean isKept,
        boolean isKnown,
        List<RootPath> kept,
        List<String> missing) {
    public PackageShare {
        kept = List.copyOf(kept);
        missing = List.copyOf(missing);
    }

    /** Whether it stays in the database, though some of it is not kept. */
    public boolean isPartly() {
        return isKept && !missing.isEmpty();
    }
}
