package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Programs whose names a program contains as whole strings, and that are in its package or in one that this package
 * asks for; and names next to these in a table, which are alternatives.
 */
final class TiedPrograms {
    private static final int MAX_UNOWNED = 500;

    private static final int MIN_WHOLE_NAME = 4;
    private static final int MIN_NAME = 3;

    /** A package with more programs than this is a collection, in which a name is weak evidence. */
    private static final int MAX_TIED = 24;

    /** For the program's own package: few collections have programs that start others. */
    private static final int MAX_OWN = 64;

    /** Of packages without a relation: a file with more names than this has a list of them for another purpose. */
    private static final int MAX_OTHERS = 16;

    /** Maximum distance of two names in one table to count as adjacent. */
    private static final int NEAR = 4;

    /** Names of which the first that exists is started: {@code ssh : rsh}, {@code pager:less}. */
    private static final Pattern ALTERNATIVES =
            Pattern.compile("[a-z][a-z0-9_+.-]{1,30}+(?: ?[:,;|] ?[a-z][a-z0-9_+.-]{1,30}+){1,7}");

    private static final StringExtractor<List<String>> LISTS = StringExtractor.where(string ->
            (string.indexOf(':') > 0 || string.indexOf(',') > 0 || string.indexOf(';') > 0 || string.indexOf('|') > 0)
                    && ALTERNATIVES.matcher(string).matches());

    private final PathNames inPath;
    private Map<RootPath, String> owners = Map.of();

    TiedPrograms(PathNames inPath) {
        this.inPath = inPath;
    }

    /**
     * Programs that have a tie with one program.
     *
     * @param owner the package that has this program; empty if none has it
     * @param own names of programs in the same package
     * @param asked names of programs in packages that this package asks for
     */
    private record Ties(Optional<String> owner, Set<String> own, Set<String> asked) {
        boolean contain(String name) {
            return own.contains(name) || asked.contains(name);
        }

        /** Why a name counts, for display. */
        String shown(String name) {
            return owner.isEmpty()
                    ? "which no package has either"
                    : own.contains(name)
                            ? "of the package that has both"
                            : "of the package that " + owner.get() + " asks for";
        }
    }

    /**
     * Names of programs that one program has as strings.
     *
     * @param tied those with a tie
     * @param beside names next to one with a tie
     * @param others without a tie
     */
    private record Named(Set<String> tied, Set<String> beside, Set<String> others) {
        Named() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    /** Finds the packages of programs outside the directories of PATH, such as helpers in /usr/libexec. */
    void findOwners(Context context) {
        PackageTies packages = context.packages();
        List<RootPath> others = new ArrayList<>();
        for (Context.Elf elf : packages.isEmpty() ? List.<Context.Elf>of() : context.elfs()) {
            if (elf.isProgram() && packages.owner(elf.path()).isEmpty()) {
                others.add(elf.path());
            }
        }
        owners = context.owners(others);
    }

    void add(Context context, Context.Elf elf, Findings findings) throws IOException {
        Ties ties = ties(context, elf);
        Named named = named(context, elf, ties);
        String runs = elf.path().raw() + " runs programs and holds the string ";
        for (String name : named.tied()) {
            // A dependency that is not needed for its libraries is declared for the programs that are run.
            findings.file(
                    ties.asked().contains(name) ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                    runs + name + ", " + ties.shown(name),
                    Scripts.command(context, name));
        }
        if (named.others().size() <= MAX_OTHERS) {
            for (String name : named.others()) {
                if (isOfBase(context, ties.owner())
                        && isOfBase(context, context.packages().ownerOf(name))) {
                    continue; // find(1) has the types of file systems, of which debugfs is one
                }
                findings.file(
                        Finding.Level.UNCERTAIN, runs + name + ", the name of one", Scripts.command(context, name));
            }
        }
        for (String name : named.beside()) {
            findings.file(
                    Finding.Level.UNCERTAIN,
                    runs + name + " beside the name of one that its package asks for",
                    Scripts.command(context, name));
        }
    }

    private static boolean isOfBase(Context context, Optional<String> owner) {
        return owner.filter(context.packages()::isBase).isPresent();
    }

    private Ties ties(Context context, Context.Elf elf) throws IOException {
        PackageTies packages = context.packages();
        Optional<String> owner = packages.owner(elf.path()).or(() -> Optional.ofNullable(owners.get(elf.path())));
        Set<String> own = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        if (owner.isPresent()) {
            Set<String> programs = packages.programs(Set.of(owner.get()));
            // Those of coreutils have one table of names for their help.
            if (programs.size() <= MAX_OWN || !packages.isBase(owner.get())) {
                addSpecific(programs, MAX_OWN, own);
            }
            for (String dependency : packages.asked(owner.get())) {
                if (packages.isBase(dependency)) {
                    continue; // a dependency on it is for a version, or for the installation
                }
                Set<String> others = packages.programs(Set.of(dependency));
                addSpecific(others, MAX_TIED, asked);
                // A package without programs represents the packages that it depends on: gnupg.
                Set<String> members = others.isEmpty() ? packages.dependencies(dependency) : Set.of();
                members.forEach(member -> addSpecific(packages.programs(Set.of(member)), MAX_TIED, asked));
            }
        } else if (!packages.isEmpty()) {
            addSpecific(unowned(context, elf.path().parent()), MAX_UNOWNED, own);
        }
        return new Ties(owner, own, asked);
    }

    /** Adds the names of a package's programs; if they are many, only those that are not words. */
    private static void addSpecific(Set<String> names, int most, Set<String> specific) {
        for (String name : names) {
            if (names.size() <= most || (name.length() >= MIN_WHOLE_NAME && !Words.contains(name))) {
                specific.add(name);
            }
        }
    }

    /** The names of the programs in a directory that no package has. Links are commands of a busybox. */
    private static Set<String> unowned(Context context, RootPath directory) throws IOException {
        Set<String> names = new TreeSet<>();
        for (RootPath path : context.list(directory)) {
            boolean file = context.root().node(path).orElse(null) instanceof Node.RegularFile;
            if (file && context.packages().owner(path).isEmpty()) {
                names.add(path.name());
            }
        }
        return names;
    }

    private Named named(Context context, Context.Elf elf, Ties ties) throws IOException {
        Set<String> imports = context.imports(elf);
        Named named = new Named();
        for (List<String> run : context.nameRuns(elf, inPath.of(context))) {
            for (int i = 0; i < run.size(); i++) {
                String name = run.get(i);
                if (!isProgramName(context, elf, imports, name)) {
                    continue;
                }
                if (!ties.contain(name)) {
                    if (!Words.contains(name)) {
                        named.others().add(name);
                    }
                    continue;
                }
                named.tied().add(name);
                for (String near : run.subList(Math.max(0, i - NEAR), Math.min(run.size(), i + NEAR + 1))) {
                    if (isProgramName(context, elf, imports, near)) {
                        named.beside().add(near);
                    }
                }
            }
        }
        Set<String> unseen = new TreeSet<>(ties.own());
        unseen.removeIf(name -> name.length() < MIN_WHOLE_NAME);
        unseen.addAll(ties.asked());
        unseen.removeAll(named.tied());
        for (String name : unseen.isEmpty() ? List.<String>of() : context.words(elf, unseen)) {
            if (isProgramName(context, elf, imports, name)) {
                named.tied().add(name);
            }
        }
        for (String list : context.read(elf, LISTS)) {
            for (String name : list.split(" ?[:,;|] ?", -1)) {
                if (isProgramName(context, elf, imports, name) && !Words.contains(name)) {
                    named.others().add(name);
                }
            }
        }
        named.beside().removeAll(named.tied());
        named.others().removeAll(named.tied());
        named.others().removeAll(named.beside());
        return named;
    }

    private boolean isProgramName(Context context, Context.Elf elf, Set<String> imports, String name)
            throws IOException {
        return name.length() >= MIN_NAME
                && inPath.of(context).contains(name)
                && !imports.contains(name)
                && !name.equals(elf.path().name());
    }
}
