package dev.whittle.packages;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import java.util.List;
import java.util.function.Predicate;

/** One database of a package manager. */
public sealed interface PackageDatabase permits ApkDatabase, ChiselManifest, DpkgDatabase, DpkgFiles, RpmDatabase {
    /** The file that makes a root have this database, real; for dpkg's {@code status.d} the directory. */
    RootPath file();

    /** In the order of the database. */
    List<InstalledPackage> packages();

    /**
     * The files of the database with only the packages and files that are kept. Stanzas keep their bytes and order, so
     * reducing a reduced database in the same way does not change it.
     *
     * @param isKept whether a package is kept
     * @param isThere whether a path that a package lists, raw and absolute, is in the output
     */
    List<CutFile> cut(Predicate<InstalledPackage> isKept, OwnedPath isThere);

    /** Whether a path of a package is in the output. */
    interface OwnedPath {
        boolean isThere(InstalledPackage owner, String rawPath);
    }

    /**
     * @param path real
     * @param content in memory
     * @param what one line for the user, raw
     */
    record CutFile(RootPath path, ByteSource content, String what) {}
}
