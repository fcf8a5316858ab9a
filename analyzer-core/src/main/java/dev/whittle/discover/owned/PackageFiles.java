package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files of the packages whose programs, libraries or modules are kept: a package has settings, data and helper programs
 * because its programs read and start them, whatever their directories are called. The same is true for packages that were
 * built with it and that it depends on ({@code NAME-common}), and for packages that the image's author installed to extend
 * it.
 */
public final class PackageFiles implements Detector {
    static final String NAME = "package-files";

    /** Limit for the programs and modules of a package without a visible use, in bytes. */
    private static final long MAX_PARTS = 16L << 20;

    private static final int MAX_FILES = 20_000;

    /**
     * @param isLibrary whether a library of the package is kept, or a module as one of many, and none of its programs yet
     * @param isIncidental of a library: whether only plugins that are kept as some of many need it; of a program: whether only
     *     a language's own library names it
     */
    private record Look(String name, boolean isLibrary, boolean isIncidental) {}

    private final OwnTrees trees = new OwnTrees();
    private final UsedPackages used = new UsedPackages();
    private final PackageContent content = new PackageContent(trees);
    private final PackagePrograms programs = new PackagePrograms(trees);
    private final Map<Look, List<Finding>> made = new HashMap<>();

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
        for (Map.Entry<String, RootPath> owner : used.of(context).entrySet()) {
            boolean isLibrary =
                    owner.getValue().name().contains(".so") || isIncidentalModule(context, owner.getValue());
            Selection.Kept kept = context.kept().get(owner.getValue()).orElse(null);
            boolean isIncidental = isLibrary
                    ? context.isIncidental(owner.getValue())
                    : kept != null && used.isNamedByLibrary(context, kept);
            Look key = new Look(owner.getKey(), isLibrary, isIncidental);
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

    /** Whether a module is only kept because all modules of its language are. */
    private static boolean isIncidentalModule(Context context, RootPath path) {
        return UsedPackages.MODULE.matcher(path.raw()).lookingAt() && context.isIncidental(path);
    }

    private void look(Context context, Look key, RootPath program, Findings findings) throws IOException {
        String name = key.name;
        boolean isLibrary = key.isLibrary;
        PackageTies ties = context.packages();
        String owned = program.raw() + " is of the package " + name;
        boolean isRequested = !isLibrary && !key.isIncidental && ties.isRequested(name);
        PackageContent.Size own = isLibrary
                ? key.isIncidental ? PackageContent.Size.OF_PLUGIN : PackageContent.Size.OF_LIBRARY
                : isRequested ? PackageContent.Size.OF_REQUESTED : PackageContent.Size.OF_PROGRAM;
        content.add(context, name, owned, false, PackageContent.home(program), own, findings);
        if (!isLibrary) {
            content.addTools(context, program, name, owned, findings);
        }
        if (isRequested) {
            PackagePrograms.addOwn(context, name, program, owned + ", and so are its other programs", findings);
            programs.addOfDependencies(context, name, owned, findings);
            programs.addNamed(context, name, Set.of(name), findings);
            for (String other : ties.dependencies(name)) {
                if (!ties.isBase(other) && isOfSameSource(ties, name, other)) {
                    programs.addNamed(context, other, Set.of(name, other), findings);
                }
            }
        } else if (!isLibrary) {
            programs.addNamedOfDependencies(context, name, Set.of(name), findings);
        }
        boolean isModule = UsedPackages.MODULE.matcher(program.raw()).lookingAt();
        // A package with programs, such as git, needs its libraries for these, not for a module that nothing imports.
        if (isModule && !(key.isIncidental && !ties.programs(Set.of(name)).isEmpty())) {
            PackagePrograms.addLibraries(context, name, owned, findings);
        }
        // cargo depends on rustc, which nobody requested.
        boolean isWanted = !isLibrary && ties.isNeededByRequested(name);
        for (String other : ofSameSource(ties, name, !isLibrary)) {
            content.add(
                    context,
                    other,
                    owned + ", which needs " + other + " of the same source",
                    false,
                    PackageContent.home(program)
                            .or(() -> isWanted ? content.sharedHome(context, name, other) : Optional.empty()),
                    own,
                    findings);
            addData(context, other, owned, own, findings);
        }
        if (!isLibrary) {
            addData(context, name, owned, own, findings);
        }
        for (String other : isLibrary ? Set.<String>of() : ties.asked(name)) {
            if (ties.isRequested(other)) {
                content.add(
                        context,
                        other,
                        owned + ", which recommends or suggests " + other,
                        true,
                        Optional.empty(),
                        ties.programs(Set.of(other)).isEmpty()
                                ? PackageContent.Size.OF_REQUESTED_DATA
                                : PackageContent.Size.OF_REQUESTED,
                        findings);
            }
        }
        for (String other : isLibrary ? Set.<String>of() : ties.requestedExtensions(name)) {
            // Others only use it: libapache2-mod-perl2 extends apache2-bin, openssh-server does not extend procps.
            if (!isOfSameSource(ties, name, other) && !other.contains(name.split("-", 2)[0])) {
                continue;
            }
            Set<String> extending = ofSameSource(ties, other, true);
            extending.remove(name);
            extending.add(other);
            for (String each : extending) {
                content.add(
                        context,
                        each,
                        owned + ", which " + other + " extends",
                        false,
                        Optional.empty(),
                        PackageContent.Size.OF_REQUESTED,
                        findings);
                programs.addNamedOfDependencies(context, each, Set.of(name, each), findings);
            }
        }
    }

    /**
     * The packages of the same source that a package depends on.
     *
     * @param all whether their dependencies count too
     */
    private static Set<String> ofSameSource(PackageTies ties, String name, boolean all) {
        Set<String> found = new TreeSet<>();
        Deque<String> pending = new ArrayDeque<>(List.of(name));
        while (!pending.isEmpty()) {
            for (String other : ties.dependencies(pending.pop())) {
                boolean counts = !other.equals(name) && !ties.isBase(other) && isOfSameSource(ties, name, other);
                if (counts && found.add(other) && all) {
                    pending.push(other);
                }
            }
        }
        return found;
    }

    /** Data of another source that a package cannot do without, in a directory of this package. */
    private void addData(Context context, String owner, String owned, PackageContent.Size size, Findings findings)
            throws IOException {
        PackageTies ties = context.packages();
        for (String other : ties.dependencies(owner)) {
            if (!ties.isBase(other) && !isOfSameSource(ties, owner, other) && content.isDataIn(context, other, owner)) {
                content.add(
                        context,
                        other,
                        owned + ", and " + other + ", which " + owner + " needs, has data in the same directory",
                        false,
                        Optional.empty(),
                        size,
                        findings);
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
     * Links in PATH to kept programs that are elsewhere: others start them by these names, which may be put together of parts
     * ({@code "ppc" + "x64"}).
     */
    private void names(Context context, Findings findings) throws IOException {
        for (Map.Entry<RootPath, List<RootPath>> each : used.links(context).entrySet()) {
            if (context.kept().get(each.getKey()).isPresent()) {
                findings.because(each.getKey())
                        .files(
                                Finding.Level.EXPECTED,
                                "a name in PATH of " + each.getKey().raw() + ", which is kept",
                                each.getValue());
            }
        }
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
                "the package " + name + " was installed for itself, and no use of it was found",
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
                    if (modules.size() < MAX_FILES
                            && UsedPackages.MODULE.matcher(path).lookingAt()) {
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
        return bytes <= MAX_PARTS ? parts : List.of();
    }
}
