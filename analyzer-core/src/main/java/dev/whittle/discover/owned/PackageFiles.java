package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.Owners;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of the packages whose programs, libraries or modules are kept: a package has settings, data and helper programs
 * because its programs read and start them, whatever their directories are called. The same is true for packages that were
 * built with it and that it depends on ({@code NAME-common}), and for packages that the image's author installed to extend
 * it.
 */
public final class PackageFiles implements Detector {
    static final String NAME = "package-files";

    /** Limit for the data of a package, in bytes: what is larger is often for a few of its functions. */
    private static final long MAX_DATA = 16L << 20;

    /** The same for a package of which a library is used, not a program. */
    private static final long MAX_OF_LIBRARY = 2L << 20;

    /** Limit for the helper programs and plugins in one directory, in bytes. Each of them has to be cheap as well. */
    private static final long MAX_PROGRAMS = 16L << 20;

    /** Limit for a library that a module of an interpreted language loads by name, in bytes. */
    private static final long MAX_LIBRARY = 8L << 20;

    private static final int MAX_FILES = 20_000;

    /** The directory or file of a module, in the directories of the distribution's modules. */
    private static final Pattern MODULE = Pattern.compile(
            "/usr/(?:lib/python3/dist-packages|share/perl5|lib/[^/]+/perl5/[^/]+|lib/ruby/vendor_ruby|share/rubygems-integration/all/gems|share/nodejs|share/php)/[^/]+");

    private final OtherUses others = OtherUses.read();
    /** @param isLibrary whether a library of the package is kept, and none of its programs yet */
    private record Look(String name, boolean isLibrary) {}

    private final Map<Look, List<Finding>> made = new HashMap<>();
    private final Map<RootPath, Optional<String>> looked = new HashMap<>();

    @Override
    public Family family() {
        return new Family(
                NAME,
                "settings, data and helper programs of the packages that own kept programs, libraries and modules");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (!context.isWholeImage() || context.databases().isEmpty()) {
            return;
        }
        for (Map.Entry<String, RootPath> owner : owners(context).entrySet()) {
            boolean isLibrary = owner.getValue().name().contains(".so");
            Look key = new Look(owner.getKey(), isLibrary);
            List<Finding> known = made.get(key);
            if (known == null) {
                known = new ArrayList<>();
                look(context, key, owner.getValue(), new Findings(NAME, known).because(owner.getValue()));
                made.put(key, known);
            }
            findings.addAll(known);
        }
    }

    /** The packages of kept programs, libraries and modules, each with one of these files. */
    private Map<String, RootPath> owners(Context context) {
        PackageTies ties = context.packages();
        List<RootPath> programs = new ArrayList<>();
        List<RootPath> others = new ArrayList<>();
        Set<String> modules = new HashSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            if (!(kept.node() instanceof Node.RegularFile file)) {
                continue;
            }
            RootPath path = kept.path();
            Matcher module = MODULE.matcher(path.raw());
            boolean needed = !context.isIncidental(path);
            if (module.lookingAt()) {
                if (modules.add(module.group())) {
                    others.add(path);
                }
            } else if (needed
                    && file.attributes().isExecutable()
                    && ties.owner(path).isPresent()) {
                programs.add(path);
            } else if (needed && path.name().contains(".so") && SystemPaths.isSharedByPrograms(path.parent())) {
                others.add(path);
            }
        }
        // A busybox is the base system, and what its package has is for commands that nothing may use.
        context.elfs().stream().filter(context::isMultiCall).forEach(elf -> programs.remove(elf.path()));
        Map<String, RootPath> owners = new TreeMap<>();
        programs.forEach(path -> owners.putIfAbsent(ties.owner(path).orElseThrow(), path));
        List<RootPath> fresh =
                others.stream().filter(path -> !looked.containsKey(path)).toList();
        Owners of = Owners.of(context.root(), context.databases(), fresh);
        fresh.forEach(path -> looked.put(path, of.of(path).map(InstalledPackage::name)));
        others.forEach(
                path -> looked.getOrDefault(path, Optional.empty()).ifPresent(name -> owners.putIfAbsent(name, path)));
        owners.keySet().removeIf(ties::isBase);
        return owners;
    }

    private void look(Context context, Look key, RootPath program, Findings findings) throws IOException {
        String name = key.name;
        boolean isLibrary = key.isLibrary;
        PackageTies ties = context.packages();
        String owned = program.raw() + " is of the package " + name;
        files(context, name, owned, false, isLibrary, findings);
        if (!isLibrary && ties.isRequested(name)) {
            programs(context, name, true, owned + ", and so are its other programs", findings);
            for (String other : ties.dependencies(name)) {
                if (!ties.isBase(other)) {
                    programs(context, other, false, owned + ", which needs the programs of " + other, findings);
                }
            }
        }
        if (MODULE.matcher(program.raw()).lookingAt()) {
            libraries(context, name, owned, findings);
        }
        for (String other : ties.dependencies(name)) {
            if (!ties.isBase(other) && isOfSameSource(ties, name, other)) {
                files(
                        context,
                        other,
                        owned + ", which needs " + other + " of the same source",
                        false,
                        isLibrary,
                        findings);
            }
        }
        for (String other : isLibrary ? Set.<String>of() : ties.asked(name)) {
            if (ties.isRequested(other)) {
                files(context, other, owned + ", which recommends or suggests " + other, true, isLibrary, findings);
            }
        }
        for (String other : isLibrary ? Set.<String>of() : ties.requestedExtensions(name)) {
            // Others only use it: libapache2-mod-perl2 extends apache2-bin, openssh-server does not extend procps.
            if (!other.contains(name.split("-", 2)[0])) {
                continue;
            }
            files(context, other, owned + ", which " + other + " extends", false, isLibrary, findings);
        }
    }

    /** The libraries of packages that a module's package depends on: the module may load them by name. */
    private static void libraries(Context context, String name, String evidence, Findings findings) throws IOException {
        for (String other : context.packages().dependencies(name)) {
            for (String raw : context.packages().libraries(other)) {
                Optional<RootPath> path = context.file(raw);
                boolean small = path.isPresent()
                        && context.node(path.get()).orElse(null) instanceof Node.RegularFile file
                        && file.size() <= MAX_LIBRARY;
                if (small && !context.packages().isBase(other)) {
                    findings.file(Finding.Level.EXPECTED, evidence + ", which needs " + other, path);
                }
            }
        }
    }

    private static boolean isOfSameSource(PackageTies ties, String one, String other) {
        Optional<String> source = ties.installed(one).map(InstalledPackage::source);
        return source.isPresent()
                && !source.get().isEmpty()
                && source.equals(ties.installed(other).map(InstalledPackage::source));
    }

    /**
     * @param programs whether the programs in directories of PATH are meant too
     * @param isLibrary whether the package counts for a library, not for a program
     */
    private void files(
            Context context, String name, String evidence, boolean programs, boolean isLibrary, Findings findings)
            throws IOException {
        Optional<InstalledPackage> installed = context.packages().installed(name);
        if (installed.isEmpty()) {
            return;
        }
        List<String> listed = new ArrayList<>();
        installed.get().files().forEach(path -> {
            if (listed.size() < MAX_FILES && !others.contains(path)) {
                listed.add(path);
            }
        });
        Map<String, List<RootPath>> data = new TreeMap<>();
        Map<String, Long> sizes = new HashMap<>();
        Map<RootPath, List<RootPath>> helpers = new LinkedHashMap<>();
        Set<RootPath> languages = new HashSet<>();
        for (String raw : listed) {
            // The database has the path of before /usr was merged.
            Optional<RootPath> given = context.existing(raw);
            Optional<RootPath> path = given.isPresent()
                    ? Optional.of(
                            context.real(given.get().parent()).child(given.get().name()))
                    : given;
            Optional<Node> node = path.isPresent() ? context.root().node(path.get()) : Optional.empty();
            if (node.isEmpty() || node.get() instanceof Node.Directory) {
                continue;
            }
            RootPath directory = path.get().parent();
            boolean shared = SystemPaths.isSharedByPrograms(directory)
                    && !directory.raw().equals("/etc");
            if (shared && !(programs && directory.name().endsWith("bin"))) {
                continue; // programs, which something else must name, and libraries, which the loader finds
            }
            if (languages.contains(directory) || context.isStandardLibrary(directory)) {
                languages.add(directory);
            } else if (isExecutable(node.get()) || context.elf(path.get()).isPresent()) {
                // Those of a library are for an administrator: the library does not start them.
                if (!isLibrary) {
                    helpers.computeIfAbsent(directory, its -> new ArrayList<>()).add(path.get());
                }
            } else {
                String top = top(path.get());
                sizes.merge(top, node.get() instanceof Node.RegularFile file ? file.size() : 0L, Long::sum);
                data.computeIfAbsent(top, its -> new ArrayList<>()).add(path.get());
            }
        }
        // Smaller directories first: a large one does not bring the settings of the package down with it.
        long most = isLibrary ? MAX_OF_LIBRARY : MAX_DATA;
        long bytes = 0;
        List<String> tops = new ArrayList<>(data.keySet());
        tops.sort(Comparator.comparing(top -> sizes.getOrDefault(top, 0L)));
        for (String top : tops) {
            bytes += sizes.getOrDefault(top, 0L);
            findings.trees(
                    bytes <= most ? Finding.Level.EXPECTED : Finding.Level.POSSIBLE,
                    evidence,
                    data.getOrDefault(top, List.of()));
        }
        for (List<RootPath> each : helpers.values()) {
            helpers(context, each, evidence, findings);
        }
    }

    /**
     * The programs of a package, which often start one another, if they cost little together.
     *
     * @param scripts whether scripts count: their cost without the modules of their language says little
     */
    private static void programs(Context context, String name, boolean scripts, String evidence, Findings findings)
            throws IOException {
        List<RootPath> all = new ArrayList<>();
        for (String each : context.packages().programs(Set.of(name))) {
            Optional<RootPath> program = context.commands().find(context.root(), each);
            if (program.isPresent() && (scripts || context.elf(program.get()).isPresent())) {
                all.add(program.get());
            }
        }
        findings.files(Finding.Level.UNCERTAIN, evidence, all);
    }

    private static boolean isExecutable(Node node) {
        return node instanceof Node.RegularFile file && file.attributes().isExecutable();
    }

    /** The first directory of a path that is not shared by programs; /etc for the files in it. */
    private static String top(RootPath path) {
        RootPath at = path.parent();
        while (!at.isRoot() && !SystemPaths.isSharedByPrograms(at.parent())) {
            at = at.parent();
        }
        return at.raw();
    }

    private static void helpers(Context context, List<RootPath> files, String evidence, Findings findings)
            throws IOException {
        long bytes = 0;
        for (RootPath path : files) {
            bytes += context.node(path).orElse(null) instanceof Node.RegularFile file ? file.size() : 0;
        }
        Set<String> given = new HashSet<>(context.command());
        context.config().ifPresent(config -> given.addAll(config.env().values()));
        for (RootPath path : files) {
            boolean named = given.contains(path.name());
            Finding.Level level = named
                    ? Finding.Level.EXPECTED
                    : bytes <= MAX_PROGRAMS ? Finding.Level.UNCERTAIN : Finding.Level.POSSIBLE;
            if (context.elf(path).isPresent()) {
                findings.file(level, evidence, Optional.of(path));
            } else {
                findings.tree(level, evidence, Optional.of(path)); // what a script of many runs is uncertain as well
            }
        }
    }
}
