package dev.whittle.packages;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All package databases of a root: dpkg's {@code status} and {@code status.d}, apk's {@code installed}, and rpm's
 * {@code rpmdb.sqlite}. They are read once, within limits; a database that is too large or damaged counts as absent,
 * and is reported. File lists are read on request.
 */
public final class PackageDatabases {
    private final List<PackageDatabase> databases;
    private final List<RootPath> others;
    private final List<String> remarks;

    private PackageDatabases(List<PackageDatabase> databases, List<RootPath> others, List<String> remarks) {
        this.databases = List.copyOf(databases);
        this.others = List.copyOf(others);
        this.remarks = remarks;
    }

    /** Reads a root's databases. A directory that may not be read has none. */
    public static PackageDatabases of(RootFs root) {
        List<PackageDatabase> databases = new ArrayList<>();
        List<RootPath> others = new ArrayList<>();
        List<String> remarks = Collections.synchronizedList(new ArrayList<>());
        DatabaseReader reader = new DatabaseReader(root, remarks);
        try {
            DpkgDatabase.read(reader).ifPresent(databases::add);
            DpkgFiles.read(reader).ifPresent(databases::add);
            databases.addAll(ApkDatabase.read(reader));
            databases.addAll(RpmDatabase.read(reader, others));
        } catch (IOException e) {
            return new PackageDatabases(databases, others, remarks);
        }
        return new PackageDatabases(databases, others, remarks);
    }

    public List<PackageDatabase> databases() {
        return databases;
    }

    /** All packages, database by database. */
    public List<InstalledPackage> packages() {
        return databases.stream().flatMap(each -> each.packages().stream()).toList();
    }

    /** Databases in unsupported formats: rpm's older ones. */
    public List<RootPath> unread() {
        return others;
    }

    /** Whether the root has no database at all. */
    public boolean isEmpty() {
        return databases.isEmpty() && others.isEmpty() && remarks.isEmpty();
    }

    /** What could not be read, one line each, raw. */
    public List<String> remarks() {
        synchronized (remarks) {
            return List.copyOf(remarks);
        }
    }
}
