package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;

/**
 * How much of a package is kept. Directories and documentation do not count.
 *
 * @param type as in package URLs: deb, apk, or rpm
 * @param isKept whether the package stays in a reduced database
 * @param isKnown whether the database lists the package's files
 * @param kept its files that are kept, real paths
 * @param missing for a kept package, its files that are not kept: raw paths as in the database
 * @param unused a program of a package that is not kept although it was installed for itself, raw; empty for other packages
 */
public record PackageShare(
        String type,
        String name,
        String version,
        String architecture,
        boolean isKept,
        boolean isKnown,
        List<RootPath> kept,
        List<String> missing,
        Optional<String> unused) {
    public PackageShare {
        kept = List.copyOf(kept);
        missing = List.copyOf(missing);
    }

    /** Whether it stays in the database although some of it is not kept. */
    public boolean isPartly() {
        return isKept && !missing.isEmpty();
    }
}
