package dev.whittle.discover.evidence;

import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.path.RootPath;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Programs of packages, and relations between packages, according to the databases. Empty if a root has none. Relations
 * that are not read because there are too many do not count.
 */
public final class PackageTies {
    private static final Pattern PROGRAM = Pattern.compile("(?:/usr|/usr/local)?/s?bin/[^/]+");

    private final Map<String, Set<String>> asks = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Set<String>> programs = new HashMap<>();

    private PackageTies() {}

    static PackageTies of(PackageDatabases databases) {
        PackageTies ties = new PackageTies();
        for (InstalledPackage its : databases.packages()) {
            ties.asks.computeIfAbsent(its.name(), name -> new HashSet<>()).addAll(its.asks());
            its.files().forEach(path -> ties.add(its.name(), path));
        }
        return ties;
    }

    private void add(String name, String path) {
        // Most are not, and matching a pattern takes longer.
        if (path.indexOf("bin/") > 0 && PROGRAM.matcher(path).matches()) {
            String merged = merged(path);
            owners.put(merged, name);
            programs.computeIfAbsent(name, its -> new TreeSet<>()).add(merged.substring(merged.lastIndexOf('/') + 1));
        }
    }

    /** If /bin is a link to /usr/bin, the database may use either path. */
    private static String merged(String path) {
        return path.startsWith("/bin/") || path.startsWith("/sbin/") ? "/usr" + path : path;
    }

    public Optional<String> owner(RootPath program) {
        return Optional.ofNullable(owners.get(merged(program.raw())));
    }

    /** The names of the packages' programs. */
    public Set<String> programs(Collection<String> packages) {
        Set<String> names = new TreeSet<>();
        packages.forEach(name -> names.addAll(programs.getOrDefault(name, Set.of())));
        return names;
    }

    /** The packages that one depends on, recommends or suggests, without transitive relations. */
    public Set<String> asked(String name) {
        return asks.getOrDefault(name, Set.of());
    }
}
