package dev.whittle.discover.evidence;

import dev.whittle.packages.Documentation;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.packages.PackageType;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
    private static final Pattern LIBRARY = Pattern.compile("(?:/usr)?/lib(?:/[^/]+-linux-[^/]+)?/[^/]+\\.so[.0-9]*");
    private static final Pattern PROGRAM = Pattern.compile("(?:/usr|/usr/local)?/s?bin/[^/]+");

    private static final List<String> PROGRAMS = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/games");
    private static final String ALTERNATIVES = "/etc/alternatives/";
    private static final String ETC = "/etc/";
    private static final int MAX_LINKS = 8;

    private static final int MAX_MEMBERS = 4;

    /** A package with more paths than this has files of its own. */
    private static final int MAX_COLLECTION = 200;

    /** What every system has (Debian Policy 2.5, 3.8). */
    private static final Pattern BASE = Pattern.compile("(?m)^(?:Priority: *required|Essential: *yes)");

    /** What an installed system has, and the minimal one of an image lacks (debootstrap(8), variant minbase). */
    private static final Pattern USUAL = Pattern.compile("(?m)^Priority: *(?:important|standard)");

    /** A minimal system has a few of these, since others depend on them. */
    private static final int MIN_USUAL = 30;

    /** A program of the package manager, which every image has although no package depends on it, with what it runs. */
    private static final String APT = "/usr/bin/apt-get";

    private static final Pattern DEPENDS = Pattern.compile("(?m)^(?:Pre-Depends|Depends):(.*)$");
    private static final Pattern RECOMMENDS = Pattern.compile("(?m)^Recommends:(.*)$");
    private static final Pattern NAME = Pattern.compile("\\s*+([a-z0-9][a-z0-9.+-]*+)");

    private static final Pattern ESSENTIAL = Pattern.compile("(?mi)^Essential:[ \\t]*yes");

    private final OtherUses others = OtherUses.read();
    private final Map<String, InstalledPackage> packages = new HashMap<>();
    private final Map<String, Set<String>> asks = new HashMap<>();
    private final Map<String, Set<String>> depends = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Set<String>> programs = new HashMap<>();
    private final Set<String> requested = new HashSet<>();
    private final Set<String> base = new HashSet<>();

    private PackageTies() {}

    /** @throws IOException if the root cannot be read */
    static PackageTies of(PackageDatabases databases, RootFs root) throws IOException {
        PackageTies ties = new PackageTies();
        for (InstalledPackage its : databases.packages()) {
            ties.packages.putIfAbsent(its.name(), its);
            ties.asks.computeIfAbsent(its.name(), name -> new HashSet<>()).addAll(its.asks());
            its.files().forEach(path -> ties.add(its.name(), path));
        }
        ties.relate(databases.packages());
        ties.requestThroughCollections(root);
        if (!ties.packages.isEmpty()) {
            ties.addAlternatives(root);
        }
        return ties;
    }

    /**
     * Names that packages share, each a link to the program of one of them: no package lists it, and it is of that package
     * (update-alternatives(1)).
     */
    private void addAlternatives(RootFs root) throws IOException {
        for (String directory : PROGRAMS) {
            for (RootPath path : entries(root, RootPath.of(directory))) {
                if (!(root.node(path).orElse(null) instanceof Node.SymbolicLink link)
                        || !link.target().startsWith(ALTERNATIVES)) {
                    continue;
                }
                RootPath at = path;
                for (int i = 0; i < MAX_LINKS && root.node(at).orElse(null) instanceof Node.SymbolicLink next; i++) {
                    String target = next.target();
                    if (target.indexOf('\0') >= 0) {
                        break;
                    }
                    at = RootPath.of(
                            target.startsWith("/") ? target : at.parent().raw() + "/" + target);
                    String owner = owners.get(merged(at.raw()));
                    if (owner != null) {
                        owners.putIfAbsent(merged(path.raw()), owner);
                        programs.computeIfAbsent(owner, name -> new TreeSet<>()).add(path.name());
                        break;
                    }
                }
            }
        }
    }

    private static List<RootPath> entries(RootFs root, RootPath directory) throws IOException {
        List<RootPath> paths = new ArrayList<>();
        if (root.node(directory).orElse(null) instanceof Node.Directory) {
            try {
                for (String name : root.list(directory)) {
                    paths.add(directory.child(name));
                }
            } catch (AccessDeniedException e) {
                return List.of(); // the programs that cannot be listed are not found either
            }
        }
        return paths;
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
     * Finds the packages that somebody requested, and that no dependency brought in. apt's own list of these
     * (extended_states) is usually removed, but such a package is optional and no other package depends on it. apt also
     * installs recommended packages unless an option turns that off, as in most images; then few of them are present. Only dpkg
     * records what this needs.
     */
    private void relate(List<InstalledPackage> all) {
        Set<String> needed = new HashSet<>();
        Set<String> recommended = new HashSet<>();
        long usual = all.stream()
                .filter(its -> its.isInstalled() && USUAL.matcher(its.text()).find())
                .count();
        int present = 0;
        int absent = 0;
        for (InstalledPackage its : all) {
            if (its.type() != PackageType.DEB || !its.isInstalled()) {
                continue;
            }
            boolean isUsual = usual >= MIN_USUAL && USUAL.matcher(its.text()).find();
            if (isUsual || BASE.matcher(its.text()).find() || its.name().equals(owners.get(APT))) {
                base.add(its.name());
            } else {
                requested.add(its.name());
            }
            Set<String> own = new HashSet<>();
            groups(its.text(), DEPENDS).forEach(own::addAll);
            depends.put(its.name(), own);
            needed.addAll(own);
            for (List<String> group : groups(its.text(), RECOMMENDS)) {
                recommended.addAll(group);
                boolean satisfied = group.stream().anyMatch(packages::containsKey);
                present += satisfied ? 1 : 0;
                absent += satisfied ? 0 : 1;
            }
        }
        depends.getOrDefault(owners.getOrDefault(APT, ""), Set.of()).stream()
                .filter(programs::containsKey)
                .forEach(base::add);
        requested.removeAll(needed);
        if (present >= absent) {
            requested.removeAll(recommended);
        }
    }

    /**
     * Requests what the requested packages without files of their own depend on: {@code golang} has documentation only, and
     * {@code golang-go} links to the files of {@code golang-1.19-go}. One with many members, such as {@code gnupg}, offers them
     * all, and who requested it wants some of them.
     */
    private void requestThroughCollections(RootFs root) throws IOException {
        Deque<String> pending = new ArrayDeque<>(requested);
        while (!pending.isEmpty()) {
            String name = pending.pop();
            List<String> members = dependencies(name).stream()
                    .filter(other -> packages.containsKey(other) && !isBase(other))
                    .toList();
            if (!members.isEmpty() && members.size() <= MAX_MEMBERS && isCollection(name, root)) {
                for (String member : members) {
                    if (requested.add(member)) {
                        pending.push(member);
                    }
                }
            }
        }
    }

    private boolean isCollection(String name, RootFs root) throws IOException {
        List<String> paths = new ArrayList<>();
        installed(name).ifPresent(its -> its.files().forEach(path -> {
            if (paths.size() <= MAX_COLLECTION && !Documentation.contains(path) && !path.equals("/.")) {
                paths.add(path);
            }
        }));
        if (paths.size() > MAX_COLLECTION) {
            return false;
        }
        for (String path : paths) {
            Node node = root.node(RootPath.of(path)).orElse(null);
            if (!(node instanceof Node.Directory) && !(node instanceof Node.SymbolicLink)) {
                return false;
            }
        }
        return true;
    }

    /** The alternatives of each relation of a stanza. */
    private static List<List<String>> groups(String stanza, Pattern field) {
        List<List<String>> groups = new ArrayList<>();
        Matcher relations = field.matcher(stanza);
        while (relations.find()) {
            for (String group : relations.group(1).split(",", -1)) {
                List<String> names = new ArrayList<>();
                for (String each : group.split("\\|", -1)) {
                    Matcher name = NAME.matcher(each);
                    if (name.lookingAt()) {
                        names.add(name.group(1));
                    }
                }
                if (!names.isEmpty()) {
                    groups.add(names);
                }
            }
        }
        return groups;
    }

    /** Whether the root has no package. */
    public boolean isEmpty() {
        return packages.isEmpty();
    }

    /** The packages that were installed for themselves, sorted. */
    public Set<String> requested() {
        return new TreeSet<>(requested);
    }

    /** Whether a package was installed for itself. */
    public boolean isRequested(String name) {
        return requested.contains(name);
    }

    /** Whether a package was installed for itself, or another one of its source was. */
    public boolean isOfRequestedSource(String name) {
        String source = source(name);
        return isRequested(name)
                || (!source.isEmpty() && requested.stream().anyMatch(other -> source.equals(source(other))));
    }

    /** Whether a package has files of its own in a directory of /etc, or another one that was built with it. */
    public boolean hasSettings(String name) {
        String source = source(name);
        Set<String> settings = new TreeSet<>();
        packages.values().stream()
                .filter(other -> !source.isEmpty() && source.equals(other.source()))
                .forEach(other -> other.files().forEach(path -> {
                    boolean isBelow = path.startsWith(ETC) && path.indexOf('/', ETC.length()) > 0;
                    if (isBelow && !others.isOfOthers(path)) {
                        settings.add(path);
                    }
                }));
        return !settings.isEmpty();
    }

    /** Empty for a package that is not installed. */
    private String source(String name) {
        return installed(name).map(InstalledPackage::source).orElse("");
    }

    /** Whether every system has a package: of dpkg only. */
    public boolean isBase(String name) {
        return base.contains(name);
    }

    /** Whether a package was requested, or one that was requested depends on it. */
    public boolean isNeededByRequested(String name) {
        return isRequested(name)
                || requested.stream().anyMatch(each -> dependencies(each).contains(name));
    }

    /** Whether others need not declare that they depend on a package (Debian Policy 3.8): of dpkg only. */
    public boolean isEssential(String name) {
        return installed(name)
                .filter(its -> ESSENTIAL.matcher(its.text()).find())
                .isPresent();
    }

    /** The names of the programs of all packages that were installed for themselves. */
    public Set<String> requestedPrograms() {
        return programs(requested);
    }

    /**
     * The names of the programs of all packages that were installed for themselves, and of those that these depend on or
     * recommend.
     */
    public Set<String> likelyPrograms() {
        Set<String> names = new TreeSet<>(requestedPrograms());
        for (String name : requested) {
            for (String other : asked(name)) {
                if (!isBase(other)) {
                    Set<String> own = programs(Set.of(other));
                    names.addAll(own.isEmpty() ? programs(dependencies(other)) : own);
                }
            }
        }
        return names;
    }

    /** The paths of the shared libraries of all packages that were installed for themselves. */
    public Set<String> requestedLibraries() {
        Set<String> found = new TreeSet<>();
        requested.forEach(name -> found.addAll(libraries(name)));
        return found;
    }

    /** The paths of the modules of all packages that were installed for themselves: shared libraries elsewhere. */
    public Set<String> requestedModules() {
        Set<String> found = new TreeSet<>();
        for (String name : requested) {
            installed(name).ifPresent(its -> its.files().forEach(path -> {
                if (path.endsWith(".so") && !LIBRARY.matcher(path).matches()) {
                    found.add(path);
                }
            }));
        }
        return found;
    }

    /** The paths of the shared libraries of a package, in the directories that the loader searches. */
    public Set<String> libraries(String name) {
        Set<String> found = new TreeSet<>();
        installed(name).ifPresent(its -> its.files().forEach(path -> {
            if (path.contains(".so") && LIBRARY.matcher(path).matches()) {
                found.add(path);
            }
        }));
        return found;
    }

    /** The installed package with a name. */
    public Optional<InstalledPackage> installed(String name) {
        return Optional.ofNullable(packages.get(name));
    }

    /** The installed packages that one depends on directly; empty except for dpkg's. */
    public Set<String> dependencies(String name) {
        return depends.getOrDefault(name, Set.of());
    }

    /** The packages that were installed for themselves, although they extend another one: they depend on it. */
    public Set<String> requestedExtensions(String name) {
        Set<String> found = new TreeSet<>();
        for (String each : requested) {
            if (dependencies(each).contains(name)) {
                found.add(each);
            }
        }
        return found;
    }

    /** Whether a program is of a package that was installed for itself. */
    public boolean isRequested(RootPath program) {
        return owner(program).filter(this::isRequested).isPresent();
    }

    /** If /bin is a link to /usr/bin, the database may use either path. */
    private static String merged(String path) {
        return path.startsWith("/bin/") || path.startsWith("/sbin/") ? "/usr" + path : path;
    }

    public Optional<String> owner(RootPath program) {
        return Optional.ofNullable(owners.get(merged(program.raw())));
    }

    /** The package of the program that a name leads to in the system's directories; without a look at PATH. */
    public Optional<String> ownerOf(String name) {
        return PROGRAMS.stream()
                .flatMap(directory -> owner(RootPath.of(directory).child(name)).stream())
                .findFirst();
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
