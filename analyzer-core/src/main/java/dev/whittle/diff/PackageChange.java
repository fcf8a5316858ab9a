package dev.whittle.diff;

import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.rootfs.RootFs;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A package that differs between two roots. Strings are raw.
 *
 * @param type as in package URLs: deb, apk, or rpm
 * @param before its versions in the first root; none if it is absent
 * @param after in the second root
 */
public record PackageChange(String type, String name, List<String> before, List<String> after) {
    public PackageChange {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** How a package differs. */
    public enum Kind {
        COME,
        GONE,
        CHANGED
    }

    public Kind kind() {
        return before.isEmpty() ? Kind.COME : after.isEmpty() ? Kind.GONE : Kind.CHANGED;
    }

    /** By type and name. */
    static List<PackageChange> of(RootFs before, RootFs after) {
        SortedMap<String, List<String>> one = versions(before);
        SortedMap<String, List<String>> other = versions(after);
        TreeSet<String> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        List<PackageChange> changes = new ArrayList<>();
        for (String key : all) {
            List<String> was = one.getOrDefault(key, List.of());
            List<String> is = other.getOrDefault(key, List.of());
            if (!was.equals(is)) {
                int blank = key.indexOf(' ');
                changes.add(new PackageChange(key.substring(0, blank), key.substring(blank + 1), was, is));
            }
        }
        return changes;
    }

    private static SortedMap<String, List<String>> versions(RootFs root) {
        SortedMap<String, List<String>> versions = new TreeMap<>();
        for (InstalledPackage installedPackage : PackageDatabases.of(root).packages()) {
            if (installedPackage.isInstalled()) {
                versions.computeIfAbsent(
                                installedPackage.type() + " " + installedPackage.name(), key -> new ArrayList<>())
                        .add(installedPackage.version());
            }
        }
        versions.values().forEach(list -> list.sort(null));
        return versions;
    }
}
