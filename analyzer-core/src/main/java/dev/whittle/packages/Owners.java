package dev.whittle.packages;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.RootFs;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which packages own a set of files of a root. */
public final class Owners {
    private final Map<String, InstalledPackage> owners = new HashMap<>();

    private Owners() {}

    /** @param files real paths to look up */
    public static Owners of(RootFs root, PackageDatabases databases, Collection<RootPath> files) {
        Owners all = new Owners();
        if (files.isEmpty()) {
            return all;
        }
        Set<String> wanted = new HashSet<>();
        files.forEach(file -> wanted.add(file.raw()));
        RealPaths paths = new RealPaths(root);
        for (InstalledPackage installedPackage : databases.packages()) {
            installedPackage.files().forEach(path -> {
                String real = paths.of(path);
                if (wanted.contains(real)) {
                    all.owners.putIfAbsent(real, installedPackage);
                }
            });
        }
        return all;
    }

    /** The first package that lists the file. */
    public Optional<InstalledPackage> of(RootPath file) {
        return Optional.ofNullable(owners.get(file.raw()));
    }
}
