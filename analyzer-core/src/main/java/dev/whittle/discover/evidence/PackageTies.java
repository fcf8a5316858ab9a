package dev.whittle.discover.evidence;

import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.packages.PackageType;
import dev.whittle.path.RootPath;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs of packages, and relations between packages, according to the databases. Empty if a root has none. Relations
 * that are not read because there are too many do not count.
 */
public final class PackageTies {
    private static final Pattern PROGRAM = Pattern.compile("(?:/usr|/usr/local)?/s?bin/[^/]+");

    /** What every system has (Debian Policy 2.5, 3.8). */
    private static final Pattern BASE =
            Pattern.compile("(?m)^(?:Priority: *(?:required|important|standard)|Essential: *yes)");

    private static final Pattern DEPENDS = Pattern.compile("(?m)^(?:Pre-Depends|Depends|Recommends):(.*)$");
    private static final Pattern NAME = Pattern.compile("\\s*+([a-z0-9][a-z0-9.+-]*+)");

    private final Map<String, Set<String>> asks = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Set<String>> programs = new HashMap<>();
    private final Set<String> requested = new HashSet<>();

    private PackageTies() {}

    static PackageTies of(PackageDatabases databases) {
        PackageTies ties = new PackageTies();
        for (InstalledPackage its : databases.packages()) {
            ties.asks.computeIfAbsent(its.name(), name -> new HashSet<>()).addAll(its.asks());
            its.files().forEach(path -> ties.add(its.name(), path));
        }
        ties.requested.addAll(requested(databases.packages()));
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

    /**
     * Packages that somebody installed, and not a dependency brought: apt's own list of these (extended_states) is
     * usually removed, but such a package is optional and no other one depends on it. Of dpkg only.
     */
    private static Set<String> requested(List<InstalledPackage> packages) {
        Set<String> names = new HashSet<>();
        Set<String> needed = new HashSet<>();
        for (InstalledPackage its : packages) {
            if (its.type() != PackageType.DEB || !its.isInstalled()) {
                continue;
            }
            if (!BASE.matcher(its.text()).find()) {
                names.add(its.name());
            }
            Matcher relations = DEPENDS.matcher(its.text());
            while (relations.find()) {
                for (String each : relations.group(1).split("[,|]", -1)) {
                    Matcher name = NAME.matcher(each);
                    if (name.lookingAt()) {
                        needed.add(name.group(1));
                    }
                }
            }
        }
        names.removeAll(needed);
        return names;
    }

    /** Whether a program is of a package that was installed for itself. */
    public boolean isRequested(RootPath program) {
        return owner(program).filter(requested::contains).isPresent();
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
