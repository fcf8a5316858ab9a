package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.discover.process.Words;
import dev.whittle.packages.Documentation;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.Owners;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.script.Shebang;
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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of the packages whose programs, libraries or modules are kept: a package has settings, data and helper programs
 * because its programs read and start them, whatever their directories are called. The same is true for packages that were
 * built with it and that it depends on ({@code NAME-common}), and for packages that the image's author installed to extend
 * it.
 */
public final class PackageFiles implements Detector {
    static final String NAME = "package-files";

    /** Limit for the helper programs and plugins in one directory, in bytes. Each of them has to be cheap as well. */
    private static final long MAX_PROGRAMS = 16L << 20;

    /** Limit for a plugin or a helper program with its libraries, in bytes. */
    private static final long MAX_PART = 8L << 20;

    /** Limit for a library that a module of an interpreted language loads by name, in bytes. */
    private static final long MAX_LIBRARY = 8L << 20;

    private static final int MAX_TEXTS = 5000;

    /** Limits for a text, and for the texts of all packages, in bytes. */
    private static final int MAX_TEXT = 1 << 19;

    private static final long MAX_READ = 32L << 20;

    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z0-9_.+/-])[A-Za-z0-9][A-Za-z0-9_.+-]*+");
    private static final String QUOTES = "\"'`";

    /** Shorter names are too often words of something else. */
    private static final int MIN_NAME = 3;

    /** A package with more programs than this is a collection, of which a few are used. */
    private static final int MAX_OF_DEPENDENCY = 24;

    /** dpkg(1), FILES: the scripts of packages. */
    private static final String INFO = "/var/lib/dpkg/info/";

    private static final int MAX_FILES = 20_000;

    /** The directory or file of a module, in the directories of the distribution's modules. */
    private static final Pattern MODULE = Pattern.compile(
            "/usr/(?:lib/python3/dist-packages|share/perl5|lib/[^/]+/perl5/[^/]+|lib/ruby/vendor_ruby|share/rubygems-integration/all/gems|share/nodejs|share/php)/[^/]+");

    private static final Pattern SOURCE = Pattern.compile("\\.(?:php|phtml|py|rb|pl|pm|lua|tcl|js|mjs|cjs)$");

    /** Limit for the data of a package: what is larger is often for a few of its functions. */
    private enum Size {
        /** A library of the package is used, and none of its programs. */
        OF_LIBRARY(2L << 20),
        OF_PROGRAM(16L << 20),
        /** The package was installed for itself, or built with one that was. Its object files and headers are data as well. */
        OF_REQUESTED(256L << 20);

        private final long most;

        Size(long bytes) {
            most = bytes;
        }
    }

    private final OtherUses others = OtherUses.read();
    /** @param isLibrary whether a library of the package is kept, and none of its programs yet */
    private record Look(String name, boolean isLibrary) {}

    private final OwnTrees trees = new OwnTrees();
    private final Map<Look, List<Finding>> made = new HashMap<>();
    private long readText;
    private @Nullable Map<RootPath, List<RootPath>> links;
    private @Nullable Map<RootPath, Set<String>> signs;
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
        names(context, findings);
    }

    /**
     * The programs and modules of the one requested package of which nothing is kept: somebody installed it for a purpose
     * that cannot be seen, such as a program that a compiled class starts. Several are tools that the image was built with, or
     * that an operator is meant to use.
     */
    @Override
    public void lookAtUnexplained(Context context, Findings findings) throws IOException {
        if (!context.isWholeImage() || context.databases().isEmpty()) {
            return;
        }
        Map<String, List<RootPath>> unexplained = new TreeMap<>();
        for (String name : context.packages().requested()) {
            List<RootPath> parts = parts(context, name);
            boolean isUnused = !parts.isEmpty();
            for (RootPath part : parts) {
                isUnused &= context.kept().get(context.real(part)).isEmpty();
            }
            if (isUnused) {
                unexplained.put(name, parts);
            }
        }
        if (unexplained.size() > 1) {
            return;
        }
        unexplained.forEach((name, parts) -> findings.files(
                Finding.Level.EXPECTED,
                "the package " + name + " was installed for itself, and nothing shows what for",
                parts));
    }

    /** The programs and modules of a package; none if they are many or cost much. */
    private List<RootPath> parts(Context context, String name) throws IOException {
        List<RootPath> parts = new ArrayList<>();
        for (String each : context.packages().programs(Set.of(name))) {
            Optional<RootPath> program = context.commands().find(context.root(), each);
            if (program.isPresent() && context.elf(program.get()).isPresent()) {
                parts.add(program.get());
            }
        }
        List<String> modules = new ArrayList<>();
        context.packages()
                .installed(name)
                .ifPresent(installed -> installed.files().forEach(path -> {
                    if (modules.size() < MAX_FILES && MODULE.matcher(path).lookingAt()) {
                        modules.add(path);
                    }
                }));
        long bytes = trees.cost(context, parts);
        for (String path : modules) {
            Optional<RootPath> module = context.file(path);
            if (module.isPresent() && context.node(module.get()).orElse(null) instanceof Node.RegularFile file) {
                bytes += file.size();
                parts.add(module.get());
            }
        }
        return bytes <= MAX_PROGRAMS ? parts : List.of();
    }

    /**
     * Links in PATH to kept programs that are elsewhere: others start them by these names, which may be put together of parts
     * ({@code "ppc" + "x64"}).
     */
    private void names(Context context, Findings findings) throws IOException {
        for (Map.Entry<RootPath, List<RootPath>> each : links(context).entrySet()) {
            if (context.kept().get(each.getKey()).isPresent()) {
                findings.because(each.getKey())
                        .files(
                                Finding.Level.EXPECTED,
                                "a name in PATH of " + each.getKey().raw() + ", which is kept",
                                each.getValue());
            }
        }
    }

    /** The links in the directories of PATH to executable files outside these, by the real path of the file. */
    private Map<RootPath, List<RootPath>> links(Context context) throws IOException {
        Map<RootPath, List<RootPath>> known = links;
        if (known != null) {
            return known;
        }
        Map<RootPath, List<RootPath>> found = new TreeMap<>();
        for (String directory : context.commands().directories()) {
            Optional<RootPath> place = context.directory(directory);
            for (RootPath path : place.isPresent() ? context.list(place.get()) : List.<RootPath>of()) {
                if (context.root().node(path).orElse(null) instanceof Node.SymbolicLink
                        && context.node(path).filter(PackageFiles::isExecutable).isPresent()) {
                    RootPath real = context.real(path);
                    if (!SystemPaths.isSharedByPrograms(real.parent())) {
                        found.computeIfAbsent(real, target -> new ArrayList<>()).add(path);
                    }
                }
            }
        }
        links = found;
        return found;
    }

    /**
     * What shows that a requested package without a program in PATH is used: its sources, since PHP has no programs, and
     * classes and templates are found by computed names; and its directories of programs and plugins, which settings name as
     * a whole ({@code PluginDir = "/usr/lib/nagios/plugins"}).
     */
    private Map<RootPath, Set<String>> signs(Context context) throws IOException {
        Map<RootPath, Set<String>> known = signs;
        if (known != null) {
            return known;
        }
        Map<RootPath, Set<String>> found = new HashMap<>();
        for (String name : context.packages().requested()) {
            List<String> paths = new ArrayList<>();
            context.packages()
                    .installed(name)
                    .ifPresent(installed -> installed.files().forEach(path -> {
                        if (paths.size() < MAX_FILES && !path.startsWith("/etc/") && !Documentation.contains(path)) {
                            paths.add(path);
                        }
                    }));
            for (String path : paths) {
                Optional<RootPath> file = context.file(path);
                if (file.isEmpty()) {
                    continue;
                }
                RootPath directory = context.real(file.get().parent());
                if (SOURCE.matcher(path).find()) {
                    found.computeIfAbsent(file.get(), key -> new TreeSet<>()).add(name);
                } else if (!SystemPaths.isSharedByPrograms(directory)
                        && context.node(file.get())
                                .filter(PackageFiles::isExecutable)
                                .isPresent()) {
                    found.computeIfAbsent(directory, key -> new TreeSet<>()).add(name);
                }
            }
        }
        signs = found;
        return found;
    }

    /** The packages of kept programs, libraries and modules, each with one of these files. */
    private Map<String, RootPath> owners(Context context) throws IOException {
        Map<RootPath, List<RootPath>> named = links(context);
        Map<RootPath, Set<String>> signs = signs(context);
        Map<String, RootPath> used = new TreeMap<>();
        PackageTies ties = context.packages();
        List<RootPath> programs = new ArrayList<>();
        List<RootPath> others = new ArrayList<>();
        Set<String> modules = new HashSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            RootPath path = kept.path();
            if (!(kept.node() instanceof Node.RegularFile file)) {
                boolean isNamed = kept.reasons().stream().anyMatch(reason -> reason.kind() == Reason.Kind.HIDDEN);
                if (isNamed && signs.containsKey(path)) {
                    signs.get(path).forEach(name -> used.putIfAbsent(name, path));
                }
                continue;
            }
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
            } else if (needed && named.containsKey(path)) {
                others.add(path);
            } else if (needed && signs.containsKey(path)) {
                signs.get(path).forEach(name -> used.putIfAbsent(name, path));
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
        used.forEach(owners::putIfAbsent);
        owners.keySet().removeIf(ties::isBase);
        return owners;
    }

    private void look(Context context, Look key, RootPath program, Findings findings) throws IOException {
        String name = key.name;
        boolean isLibrary = key.isLibrary;
        PackageTies ties = context.packages();
        String owned = program.raw() + " is of the package " + name;
        boolean isRequested = !isLibrary && ties.isRequested(name);
        Size own = isLibrary ? Size.OF_LIBRARY : isRequested ? Size.OF_REQUESTED : Size.OF_PROGRAM;
        files(context, name, owned, false, home(program), own, findings);
        if (isRequested) {
            programs(context, name, true, owned + ", and so are its other programs", findings);
            dependencies(context, name, owned, findings);
            named(context, name, Set.of(name), findings);
            for (String other : ties.dependencies(name)) {
                if (!ties.isBase(other) && isOfSameSource(ties, name, other)) {
                    named(context, other, Set.of(name, other), findings);
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
                        home(program),
                        own,
                        findings);
            }
        }
        for (String other : isLibrary ? Set.<String>of() : ties.asked(name)) {
            if (ties.isRequested(other)) {
                files(
                        context,
                        other,
                        owned + ", which recommends or suggests " + other,
                        true,
                        Optional.empty(),
                        Size.OF_REQUESTED,
                        findings);
            }
        }
        for (String other : isLibrary ? Set.<String>of() : ties.requestedExtensions(name)) {
            // Others only use it: libapache2-mod-perl2 extends apache2-bin, openssh-server does not extend procps.
            if (!other.contains(name.split("-", 2)[0])) {
                continue;
            }
            files(
                    context,
                    other,
                    owned + ", which " + other + " extends",
                    false,
                    Optional.empty(),
                    Size.OF_REQUESTED,
                    findings);
        }
    }

    /** {@code /usr/lib/go-1.19} for {@code /usr/lib/go-1.19/bin/go}; none for a program in a shared directory. */
    private static Optional<RootPath> home(RootPath program) {
        RootPath directory = program.parent();
        boolean isHome = directory.name().matches("s?bin") && !SystemPaths.isSharedByPrograms(directory);
        return isHome && !SystemPaths.isSharedByPrograms(directory.parent())
                ? Optional.of(directory.parent())
                : Optional.empty();
    }

    /**
     * The programs of the packages that a requested one depends on. A dependency that has no library which the loader finds
     * is there for its programs, unless the package's own scripts for dpkg use them, or they interpret its programs.
     */
    private void dependencies(Context context, String name, String owned, Findings findings) throws IOException {
        PackageTies ties = context.packages();
        Set<String> others = new TreeSet<>(ties.dependencies(name));
        others.removeIf(ties::isBase);
        if (others.isEmpty()) {
            return;
        }
        Set<String> otherwise = installation(context, name);
        otherwise.addAll(interpreters(context, name));
        for (String other : others) {
            Set<String> names = ties.programs(Set.of(other));
            List<RootPath> programs = new ArrayList<>();
            boolean isUsedOtherwise = false;
            for (String each : names) {
                Optional<RootPath> program = context.commands().find(context.root(), each);
                isUsedOtherwise |= otherwise.contains(each);
                if (program.isPresent() && context.elf(program.get()).isPresent()) {
                    programs.add(program.get());
                }
            }
            boolean isLikely = !isUsedOtherwise
                    && names.size() <= MAX_OF_DEPENDENCY
                    && ties.libraries(other).isEmpty()
                    && trees.cost(context, programs) <= MAX_PROGRAMS;
            findings.files(
                    isLikely ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                    owned + ", which needs the programs of " + other,
                    programs);
        }
    }

    /**
     * The programs that the texts of a package name, such as scripts in a language of its own, templates, and settings: of the packages
     * that some depend on, recommend or suggest, in quotes, and of those that were installed for themselves or that these ask for.
     *
     * @param asking whose relations count
     */
    private void named(Context context, String name, Set<String> asking, Findings findings) throws IOException {
        PackageTies ties = context.packages();
        Set<String> names = new TreeSet<>();
        for (String each : asking) {
            for (String other : ties.asked(each)) {
                names.addAll(ties.isBase(other) ? Set.of() : ties.programs(Set.of(other)));
            }
        }
        Set<String> likely = new TreeSet<>(ties.likelyPrograms());
        likely.removeIf(each -> each.length() < MIN_NAME || Words.contains(each));
        likely.removeAll(ties.programs(Set.of(name)));
        Optional<InstalledPackage> installed = ties.installed(name);
        if (installed.isEmpty() || (names.isEmpty() && likely.isEmpty())) {
            return;
        }
        List<String> texts = new ArrayList<>();
        installed.get().files().forEach(path -> {
            if (texts.size() < MAX_TEXTS && !Documentation.contains(path)) {
                texts.add(path);
            }
        });
        Map<String, RootPath> found = new TreeMap<>();
        for (String raw : texts) {
            Optional<RootPath> file = context.file(raw);
            boolean counts = file.isPresent()
                    && context.node(file.get()).orElse(null) instanceof Node.RegularFile node
                    && node.size() <= MAX_TEXT
                    && context.elf(file.get()).isEmpty();
            if (!counts || readText > MAX_READ) {
                continue;
            }
            String text = context.sourceText(context.real(file.get()), MAX_TEXT);
            readText += text.length();
            Matcher word = WORD.matcher(text.indexOf('\0') >= 0 ? "" : text);
            while (word.find()) {
                boolean isQuoted = word.start() > 0 && QUOTES.indexOf(text.charAt(word.start() - 1)) >= 0;
                if ((isQuoted && names.contains(word.group())) || likely.contains(word.group())) {
                    found.putIfAbsent(word.group(), file.get());
                }
            }
        }
        for (Map.Entry<String, RootPath> each : found.entrySet()) {
            findings.because(each.getValue())
                    .file(
                            Finding.Level.EXPECTED,
                            each.getValue().raw() + " of the package " + name + " names " + each.getKey()
                                    + ", a program of a package that was requested or that one of these asks for",
                            context.commands().find(context.root(), each.getKey()));
        }
    }

    /** The words of the scripts that dpkg runs when it installs or removes a package. */
    private static Set<String> installation(Context context, String name) throws IOException {
        Set<String> words = new HashSet<>();
        for (String script : List.of("preinst", "postinst", "prerm", "postrm", "config")) {
            for (String file : List.of(name + "." + script, name + ":*." + script)) {
                for (RootPath path : context.glob(INFO + file)) {
                    words.addAll(List.of(context.text(path).split("[^A-Za-z0-9_.+-]+", -1)));
                }
            }
        }
        return words;
    }

    /** The interpreters of a package's scripts: these are kept if the scripts are. */
    private static Set<String> interpreters(Context context, String name) throws IOException {
        Set<String> names = new HashSet<>();
        for (String each : context.packages().programs(Set.of(name))) {
            Optional<RootPath> program = context.commands().find(context.root(), each);
            if (program.isPresent() && context.elf(program.get()).isEmpty()) {
                Shebang.parse(context.text(program.get()))
                        .ifPresent(line ->
                                names.add(RootPath.of("/" + line.envCommand().orElse(line.interpreter()))
                                        .name()));
            }
        }
        return names;
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
     * @param home the directory of the package's own that has the kept program in its {@code bin}
     */
    private void files(
            Context context,
            String name,
            String evidence,
            boolean programs,
            Optional<RootPath> home,
            Size size,
            Findings findings)
            throws IOException {
        Optional<InstalledPackage> installed = context.packages().installed(name);
        if (installed.isEmpty()) {
            return;
        }
        List<String> listed = new ArrayList<>();
        installed.get().files().forEach(path -> {
            boolean isOthers = size == Size.OF_REQUESTED ? others.isInDirectory(path) : others.contains(path);
            if (listed.size() < MAX_FILES && !isOthers) {
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
            } else if (context.node(path.get())
                            .filter(PackageFiles::isExecutable)
                            .isPresent()
                    || context.elf(path.get()).isPresent()) {
                // Those of a library are for an administrator: the library does not start them.
                if (size != Size.OF_LIBRARY) {
                    helpers.computeIfAbsent(directory, its -> new ArrayList<>()).add(path.get());
                }
            } else {
                String top = top(path.get());
                sizes.merge(top, node.get() instanceof Node.RegularFile file ? file.size() : 0L, Long::sum);
                data.computeIfAbsent(top, its -> new ArrayList<>()).add(path.get());
            }
        }
        // Smaller directories first: a large one does not bring the settings of the package down with it.
        long bytes = 0;
        List<String> tops = new ArrayList<>(data.keySet());
        tops.sort(Comparator.comparing(top -> sizes.getOrDefault(top, 0L)));
        for (String top : tops) {
            bytes += sizes.getOrDefault(top, 0L);
            findings.trees(
                    bytes <= size.most ? Finding.Level.EXPECTED : Finding.Level.POSSIBLE,
                    evidence,
                    data.getOrDefault(top, List.of()));
        }
        for (List<RootPath> each : helpers.values()) {
            helpers(context, each, home, size, evidence, findings);
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

    private void helpers(
            Context context,
            List<RootPath> files,
            Optional<RootPath> home,
            Size size,
            String evidence,
            Findings findings)
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
            Optional<Context.Elf> elf = context.elf(path);
            if (elf.isPresent()) {
                // Such as the tools of a compiler, which it starts by computed names: pkg/tool/linux_amd64/compile.
                boolean isOfHome = size == Size.OF_REQUESTED
                        && home.filter(path::startsWith).isPresent()
                        && bytes <= size.most;
                boolean isPart = level == Finding.Level.UNCERTAIN
                        && (size == Size.OF_REQUESTED || !elf.get().isProgram())
                        && !SystemPaths.isSharedByPrograms(path.parent())
                        && trees.cost(context, List.of(path)) <= MAX_PART;
                findings.file(isPart || isOfHome ? Finding.Level.EXPECTED : level, evidence, Optional.of(path));
            } else {
                findings.tree(level, evidence, Optional.of(path)); // what a script of many runs is uncertain as well
            }
        }
    }
}
