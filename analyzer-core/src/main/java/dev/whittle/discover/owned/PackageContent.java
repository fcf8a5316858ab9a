package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OtherUses;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.packages.InstalledPackage;
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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a package that is used: settings, data, helper programs and plugins. */
final class PackageContent {
    /** Limit for the helper programs and plugins in one directory, in bytes. Each of them has to be cheap as well. */
    private static final long MAX_PROGRAMS = 16L << 20;

    /** Limit for a plugin or a helper program with its libraries, in bytes. */
    private static final long MAX_PART = 8L << 20;

    /** Limit for the data and the tools of a package that has a directory of its own with its program, in bytes. */
    private static final long MAX_HOME = 256L << 20;

    /** Limit for the tools that a program starts by computed names, in bytes. */
    private static final long MAX_TOOLS = 128L << 20;

    private static final int MAX_FILES = 20_000;

    private static final StringExtractor<List<String>> DIRECTORIES = StringExtractor.matching(
            "/usr/lib", Pattern.compile("/usr/lib(?:exec)?+/[A-Za-z0-9_.+-]++(?:/[A-Za-z0-9_.+-]++)*+/?+"));
    private static final int MAX_DIRECTORIES = 1000;

    /** The program's name, what the helper is for, and one of several: {@code git-remote-https}. */
    private static final Pattern HELPER = Pattern.compile("([a-z0-9]++)-((?:[a-z0-9]++-)++)[a-z0-9]++");

    /** Limit for the data of a package: what is larger is often for a few of its functions. */
    enum Size {
        /** A library of the package is used by a plugin that is kept as one of many: settings only. */
        OF_PLUGIN(64L << 10),
        /** A library of the package is used, and none of its programs. */
        OF_LIBRARY(2L << 20),
        OF_PROGRAM(16L << 20),
        /** The package was installed for itself, or built with one that was. Its object files and headers are data as well. */
        OF_REQUESTED(64L << 20),
        /** A requested package without programs that a used package recommends or suggests: only its data can be wanted. */
        OF_REQUESTED_DATA(256L << 20);

        private final long most;

        Size(long bytes) {
            most = bytes;
        }

        boolean isOfLibrary() {
            return this == OF_LIBRARY || this == OF_PLUGIN;
        }

        boolean isRequested() {
            return this == OF_REQUESTED || this == OF_REQUESTED_DATA;
        }
    }

    private final OtherUses others = OtherUses.read();
    private final OwnTrees trees;
    private final Map<String, Set<String>> directories = new HashMap<>();

    PackageContent(OwnTrees trees) {
        this.trees = trees;
    }

    /**
     * Adds the settings, data and helper programs of a package.
     *
     * @param programs whether the programs in directories of PATH are meant too
     * @param home the directory of the package's own that has the kept program in its {@code bin}
     */
    void add(
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
            boolean isOthers = size.isRequested() ? others.isInDirectory(path) : others.contains(path);
            if (listed.size() < MAX_FILES && (!isOthers || OtherUses.isOwn(path, name))) {
                listed.add(path);
            }
        });
        Map<String, List<RootPath>> data = new TreeMap<>();
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
                            .filter(UsedPackages::isExecutable)
                            .isPresent()
                    || context.elf(path.get()).isPresent()) {
                // Those of a library are for an administrator: the library does not start them.
                if (!size.isOfLibrary()) {
                    helpers.computeIfAbsent(directory, its -> new ArrayList<>()).add(path.get());
                }
            } else {
                data.computeIfAbsent(top(path.get()), its -> new ArrayList<>()).add(path.get());
            }
        }
        boolean isOfProgram = !size.isOfLibrary();
        Optional<RootPath> ownHome = home.isPresent() ? home : homeOf(helpers.keySet());
        long most = isOfProgram && ownHome.isPresent() ? Math.max(MAX_HOME, size.most) : size.most;
        Part all = new Part(evidence, most, findings);
        boolean isDivided = isOfProgram && most > Size.OF_PROGRAM.most;
        for (Map.Entry<String, List<RootPath>> each : bySize(context, data)) {
            if (!isDivided || all.fits(context, each.getValue())) {
                all.add(context, each.getValue());
                continue;
            }
            for (Map.Entry<String, List<RootPath>> below : bySize(context, below(each.getKey(), each.getValue()))) {
                all.add(context, below.getValue());
            }
        }
        for (List<RootPath> each : helpers.values()) {
            helpers(context, each, ownHome, size, evidence, findings);
        }
    }

    /**
     * Whether a package has data only, and has it in a directory of another package: {@code gap-gapdoc} has files in
     * {@code /usr/share/gap}, of {@code gap-libs}.
     */
    boolean isDataIn(Context context, String data, String owner) {
        PackageTies ties = context.packages();
        Set<String> shared = new TreeSet<>(directories(context, data));
        shared.retainAll(directories(context, owner));
        return !shared.isEmpty()
                && ties.programs(Set.of(data)).isEmpty()
                && ties.libraries(data).isEmpty();
    }

    /**
     * The directory in /usr/lib that two packages share with no other program: one has the compiler, the other what it compiles
     * with ({@code /usr/lib/rustlib}).
     */
    Optional<RootPath> sharedHome(Context context, String one, String other) {
        Set<String> shared = new TreeSet<>(directories(context, one));
        shared.retainAll(directories(context, other));
        return shared.stream()
                .filter(path -> path.startsWith("/usr/lib/"))
                .map(RootPath::of)
                .findFirst();
    }

    /** The directories of a package's data that other programs do not share. */
    private Set<String> directories(Context context, String name) {
        return directories.computeIfAbsent(name, key -> readDirectories(context, key));
    }

    private Set<String> readDirectories(Context context, String name) {
        Set<String> found = new TreeSet<>();
        context.packages()
                .installed(name)
                .ifPresent(installed -> installed.files().forEach(raw -> {
                    RootPath path = RootPath.of(raw);
                    if (found.size() < MAX_DIRECTORIES
                            && !path.isRoot()
                            && !SystemPaths.isSharedByPrograms(path.parent())
                            && !others.contains(raw)) {
                        found.add(top(path));
                    }
                }));
        return found;
    }

    /** What of a package is kept, up to a limit; the rest is optional. */
    private static final class Part {
        private final String evidence;
        private final Findings findings;
        private long left;

        Part(String evidence, long most, Findings findings) {
            this.evidence = evidence;
            this.findings = findings;
            this.left = most;
        }

        boolean fits(Context context, List<RootPath> files) throws IOException {
            return bytes(context, files) <= left;
        }

        void add(Context context, List<RootPath> files) throws IOException {
            boolean fits = fits(context, files);
            left -= fits ? bytes(context, files) : 0;
            findings.trees(fits ? Finding.Level.EXPECTED : Finding.Level.LARGE, evidence, files);
        }
    }

    /** Smaller directories first: a large one does not bring the settings of the package down with it. */
    private static List<Map.Entry<String, List<RootPath>>> bySize(Context context, Map<String, List<RootPath>> data)
            throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (Map.Entry<String, List<RootPath>> each : data.entrySet()) {
            sizes.put(each.getKey(), bytes(context, each.getValue()));
        }
        List<Map.Entry<String, List<RootPath>>> sorted = new ArrayList<>(data.entrySet());
        sorted.sort(Comparator.comparing(each -> sizes.getOrDefault(each.getKey(), 0L)));
        return sorted;
    }

    private static long bytes(Context context, List<RootPath> files) throws IOException {
        long bytes = 0;
        for (RootPath path : files) {
            bytes += context.root().node(path).orElse(null) instanceof Node.RegularFile file ? file.size() : 0;
        }
        return bytes;
    }

    /** The files of a directory by its subdirectories, and those in itself. */
    private static Map<String, List<RootPath>> below(String top, List<RootPath> files) {
        Map<String, List<RootPath>> parts = new TreeMap<>();
        for (RootPath path : files) {
            int slash = path.raw().indexOf('/', top.length() + 1);
            String part = slash < 0 ? top : path.raw().substring(0, slash);
            parts.computeIfAbsent(part, its -> new ArrayList<>()).add(path);
        }
        return parts;
    }

    /** The parent of a {@code bin} directory among these: {@code /usr/lib/ghc}, whose programs are started by a script in PATH. */
    private static Optional<RootPath> homeOf(Set<RootPath> directories) {
        return directories.stream()
                .flatMap(directory -> home(directory.child("any")).stream())
                .findFirst();
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
        Set<RootPath> counted = new HashSet<>();
        for (RootPath path : files) {
            boolean isOther = counted.add(context.real(path)); // names of one file count once
            bytes += isOther && context.node(path).orElse(null) instanceof Node.RegularFile file ? file.size() : 0;
        }
        Set<String> given = new HashSet<>(context.command());
        context.config().ifPresent(config -> given.addAll(config.env().values()));
        for (RootPath path : files) {
            Optional<String> format = format(context, path);
            boolean named = given.contains(path.name()) || format.isPresent();
            String why = evidence
                    + format.map(text -> " and holds the string " + text).orElse("");
            Finding.Level level = named
                    ? Finding.Level.EXPECTED
                    : bytes <= MAX_PROGRAMS ? Finding.Level.UNCERTAIN : Finding.Level.LARGE;
            Optional<Context.Elf> elf = context.elf(path);
            if (elf.isPresent()) {
                // Such as the tools of a compiler, which it starts by computed names: pkg/tool/linux_amd64/compile.
                // A plugin that needs much, such as a full-text search that needs ICU, is often not loaded.
                boolean isOfHome = !size.isOfLibrary()
                        && home.filter(path::startsWith).isPresent()
                        && bytes <= MAX_HOME
                        && (elf.get().isProgram() || trees.cost(context, List.of(path)) <= MAX_PART);
                boolean isPart = level == Finding.Level.UNCERTAIN
                        && (size.isRequested() || !elf.get().isProgram())
                        && !SystemPaths.isSharedByPrograms(path.parent())
                        && trees.cost(context, List.of(path)) <= MAX_PART;
                findings.file(isPart || isOfHome ? Finding.Level.EXPECTED : level, why, Optional.of(path));
            } else {
                findings.tree(level, why, Optional.of(path)); // what a script of many runs is uncertain as well
            }
        }
    }

    /**
     * The format with which the program that a helper's name begins with puts it together: git has {@code remote-%s} for
     * {@code git-remote-https}.
     */
    private static Optional<String> format(Context context, RootPath helper) throws IOException {
        Matcher parts = HELPER.matcher(helper.name());
        Optional<RootPath> command =
                parts.matches() ? context.commands().find(context.root(), parts.group(1)) : Optional.empty();
        Optional<Context.Elf> program =
                command.isPresent() ? context.elf(context.real(command.get())) : Optional.empty();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        String format = parts.group(2) + "%s";
        return context.words(program.get(), Set.of(format, parts.group(1) + "-" + format)).stream()
                .findFirst();
    }

    /** The first directory of a path that is not shared by programs; /etc for the files in it. */
    private static String top(RootPath path) {
        RootPath at = path.parent();
        while (!at.isRoot() && !SystemPaths.isSharedByPrograms(at.parent())) {
            at = at.parent();
        }
        return at.raw();
    }

    /**
     * Programs in a package's part of a directory that its program names, with what they read there: {@code avr-gcc} puts the
     * names of its tools together. In a directory without programs are plugins, which settings name.
     */
    void addTools(Context context, RootPath program, String name, String evidence, Findings findings)
            throws IOException {
        Optional<RootPath> home = namedHome(context, program, name);
        Optional<InstalledPackage> installed = context.packages().installed(name);
        if (home.isEmpty() || installed.isEmpty()) {
            return;
        }
        List<String> listed = new ArrayList<>();
        installed.get().files().forEach(path -> {
            if (path.startsWith(home.get().raw() + "/") && listed.size() < MAX_FILES) {
                listed.add(path);
            }
        });
        Map<RootPath, List<RootPath>> files = new TreeMap<>();
        Set<RootPath> ofPrograms = new HashSet<>();
        Set<RootPath> ofPlugins = new HashSet<>();
        for (String path : listed) {
            Optional<RootPath> file = context.file(path);
            if (file.isPresent()) {
                RootPath directory = file.get().parent();
                files.computeIfAbsent(directory, key -> new ArrayList<>()).add(file.get());
                context.elf(file.get()).ifPresent(elf -> (elf.isProgram() ? ofPrograms : ofPlugins).add(directory));
            }
        }
        ofPlugins.removeAll(ofPrograms); // beside programs they are parts of these: liblto_plugin.so
        files.keySet().removeAll(ofPlugins);
        List<RootPath> tools = files.values().stream().flatMap(List::stream).toList();
        long bytes = ofPrograms.isEmpty() ? Long.MAX_VALUE : bytes(context, tools);
        if (bytes <= MAX_TOOLS) {
            findings.files(
                    Finding.Level.EXPECTED,
                    evidence + ", which has tools in " + home.get().raw()
                            + ", below a directory that the program names",
                    tools);
        }
    }

    /**
     * The part of a package in a directory that its program names and that other packages have parts of: {@code /usr/lib/gcc/avr},
     * where {@code avr-gcc} holds {@code /usr/lib/gcc/}.
     */
    private Optional<RootPath> namedHome(Context context, RootPath program, String name) throws IOException {
        Optional<Context.Elf> elf = context.elf(program);
        Optional<InstalledPackage> installed = context.packages().installed(name);
        if (elf.isEmpty() || installed.isEmpty()) {
            return Optional.empty();
        }
        for (String string : context.read(elf.get(), DIRECTORIES)) {
            Optional<RootPath> directory = context.directory(string)
                    .filter(named -> !SystemPaths.isSharedByPrograms(named) && !others.isInDirectory(named.raw()));
            if (directory.isEmpty()) {
                continue;
            }
            String prefix = directory.get().raw() + "/";
            Set<String> parts = new TreeSet<>();
            installed.get().files().forEach(path -> {
                int slash = path.startsWith(prefix) ? path.indexOf('/', prefix.length()) : -1;
                if (slash > 0) {
                    parts.add(path.substring(0, slash));
                }
            });
            if (parts.size() == 1) {
                String part = parts.iterator().next();
                return others.isInDirectory(part) ? Optional.empty() : context.directory(part);
            }
        }
        return Optional.empty();
    }

    /** {@code /usr/lib/go-1.19} for {@code /usr/lib/go-1.19/bin/go}; none for a program in a shared directory. */
    static Optional<RootPath> home(RootPath program) {
        RootPath directory = program.parent();
        boolean isHome = directory.name().matches("s?bin") && !SystemPaths.isSharedByPrograms(directory);
        return isHome && !SystemPaths.isSharedByPrograms(directory.parent())
                ? Optional.of(directory.parent())
                : Optional.empty();
    }
}
