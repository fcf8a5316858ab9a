package dev.whittle.packages;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The package databases of a root, whichever it has: dpkg's {@code status} and {@code status.d}, apk's {@code installed}, rpm's
 * {@code rpmdb.sqlite}, and chisel's {@code manifest.wall}. They are read once, within bounds; a database that is too large or broken counts as none, and is reported. The lists
 * of files are read when they are asked for.
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
            Optional<ChiselManifest> chisel = ChiselManifest.read(reader);
            DpkgDatabase.read(reader, chisel).ifPresent(databases::add);
            DpkgFiles.read(reader, chisel).ifPresent(databases::add);
            List<InstalledPackage> dpkgs =
                    databases.stream().flatMap(each -> each.packages().stream()).toList();
            chisel.ifPresent(manifest -> {
                manifest.packagesBeside(dpkgs);
                databases.add(manifest);
            });
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
