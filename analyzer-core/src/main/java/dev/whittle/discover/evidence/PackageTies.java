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
 * Which programs packages have, and which packages ask for each other, as the databases say. Empty where a root has none. What is
 * not read because it is too much ties nothing.
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
        // Most are not, and a pattern takes longer to say so.
        if (path.indexOf("bin/") > 0 && PROGRAM.matcher(path).matches()) {
            String merged = merged(path);
            owners.put(merged, name);
            programs.computeIfAbsent(name, its -> new TreeSet<>()).add(merged.substring(merged.lastIndexOf('/') + 1));
        }
    }

    /** Where /bin is a link to /usr/bin the database may name either. */
    private static String merged(String path) {
        return path.startsWith("/bin/") || path.startsWith("/sbin/") ? "/usr" + path : path;
    }

    public Optional<String> owner(RootPath program) {
        return Optional.ofNullable(owners.get(merged(program.raw())));
    }

    /** The names of the programs that packages have. */
    public Set<String> programs(Collection<String> packages) {
        Set<String> names = new TreeSet<>();
        packages.forEach(name -> names.addAll(programs.getOrDefault(name, Set.of())));
        return names;
    }

    /** The packages that one depends on, recommends or suggests; not what these ask for in turn. */
    public Set<String> asked(String name) {
        return asks.getOrDefault(name, Set.of());
    }
}
