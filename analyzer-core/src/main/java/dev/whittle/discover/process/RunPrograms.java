package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.discover.evidence.Settled;
import dev.whittle.discover.evidence.StringExtractor;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Marked;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What programs other than scripts run: the shell of popen, command lines, and programs next to them. */
public final class RunPrograms implements Detector {
    /** Functions that start programs. */
    public static final List<String> RUNNERS = List.of(
            "execl",
            "execle",
            "execlp",
            "execv",
            "execve",
            "execvp",
            "execvpe",
            "posix_spawn",
            "posix_spawnp",
            "popen",
            "system");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._+-]*+");

    private static final int MAX_COMMAND = 1024;

    private static final String SHELL = "/bin/sh";
    private static final int MAX_SIBLINGS = 500;

    private static final int MIN_NAME = 4;
    private static final int MIN_TIED = 3;

    /** A package with more programs than this is a collection, in which a name is weak evidence. */
    private static final int MAX_TIED = 24;

    /** For the program's own package: few collections have programs that start others. */
    private static final int MAX_OWN = 64;

    /** A program with more helpers than this runs those that its arguments name. */
    private static final int MANY_SIBLINGS = 24;

    /** Of packages without a relation: a file with more names than this has a list of them for another purpose. */
    private static final int MAX_OTHERS = 16;

    /** Maximum distance of two names in one table to count as adjacent. */
    private static final int NEAR = 4;

    /** Several commands for a shell: {@code echo x | tool}. */
    private static final Pattern LINE =
            Pattern.compile("[/a-z][a-z0-9_.+/-]{0,60} [^|&;<>]{0,200}(?:\\||&&|;|>)[^\\n]{1,300}");

    private static final StringExtractor<List<String>> LINES = StringExtractor.matching(" ", LINE);

    private static final StringExtractor<List<String>> COMMANDS =
            StringExtractor.where(string -> command(string).isPresent());

    private static final String FAMILY = "programs";

    private final OwnTrees trees = new OwnTrees();
    private final Settled settled = new Settled(FAMILY);
    private final Map<RootPath, List<String>> named = new HashMap<>();
    private final Map<RootPath, Optional<String>> owners = new HashMap<>();
    private final Set<String> inPath = new TreeSet<>();

    @Override
    public Family family() {
        return new Family(
                FAMILY,
                "popen: /bin/sh and the command lines in strings; programs named in a directory of their own; os/exec of Go");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        own(context);
        for (Context.Elf elf : context.elfs()) {
            if (elf.isLibc() || context.isIncidental(elf.path()) || context.isMultiCall(elf)) {
                continue;
            }
            settled.add(elf.path(), findings, made -> {
                int before = trees.leftOut();
                look(context, elf, made);
                return trees.leftOut() == before;
            });
        }
    }

    private void look(Context context, Context.Elf elf, Findings findings) throws IOException {
        GoStarts.add(context, elf, findings);
        shell(context, elf, findings);
        if (elf.isProgram()
                && !SystemPaths.isSharedByPrograms(elf.path().parent())
                && context.imported(elf, RUNNERS).isPresent()) {
            siblings(context, elf, findings);
        }
        if (elf.isProgram() && runner(context, elf).isPresent()) {
            relatives(context, elf, findings);
            tied(context, elf, findings);
        }
    }

    /**
     * POSIX: popen and system run {@code sh -c}; a program that uses popen reads the result, and does little without
     * it.
     */
    private static void shell(Context context, Context.Elf elf, Findings findings) throws IOException {
        Optional<String> symbol = context.imported(elf, List.of("popen", "system"));
        if (symbol.isPresent()) {
            boolean reads = symbol.get().equals("popen") && elf.isProgram();
            Finding.Level uncertain = elf.isProgram() ? Finding.Level.UNCERTAIN : Finding.Level.POSSIBLE;
            findings.file(
                    reads ? Finding.Level.RECOMMENDED : uncertain,
                    elf.path().raw() + " imports " + symbol.get(),
                    context.file(SHELL));
        }
        lines(context, elf, symbol, findings);
        Optional<String> runner = runner(context, elf);
        if (runner.isEmpty() || !elf.isProgram()) {
            return;
        }
        boolean reads = symbol.filter("popen"::equals).isPresent();
        for (String string : context.read(elf, COMMANDS)) {
            Optional<String> command = command(string);
            if (command.isPresent()) {
                boolean line = string.startsWith("exec ");
                findings.file(
                        reads || line ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN,
                        elf.path().raw() + " " + runner.get() + " and holds the string " + string,
                        Scripts.command(context, command.get()));
                if (line) {
                    findings.file(
                            Finding.Level.RECOMMENDED,
                            elf.path().raw() + " holds the string " + string + ", a line for a shell",
                            context.file(SHELL));
                }
            }
        }
    }

    /** How a program starts others: by a function of the C library, or through a library that it needs. */
    private static Optional<String> runner(Context context, Context.Elf elf) {
        Optional<String> own = context.imported(elf, RUNNERS);
        if (own.isPresent() || !elf.isProgram()) {
            return own.map(symbol -> "imports " + symbol);
        }
        if (elf.facts().needed().isEmpty() && elf.facts().interpreter().isEmpty()) {
            return Optional.of("is static");
        }
        for (Context.Elf library : context.elfs()) {
            boolean needed = !library.isProgram()
                    && !library.isLibc()
                    && library.facts()
                            .soname()
                            .filter(elf.facts().needed()::contains)
                            .isPresent();
            Optional<String> theirs = needed ? context.imported(library, RUNNERS) : Optional.empty();
            if (theirs.isPresent()) {
                return Optional.of("needs " + library.path().raw() + ", which imports " + theirs.get() + ",");
            }
        }
        return Optional.empty();
    }

    /** Strings that can only be shell commands. */
    private static void lines(Context context, Context.Elf elf, Optional<String> symbol, Findings findings)
            throws IOException {
        if (symbol.isEmpty()) {
            return;
        }
        for (String string : context.read(elf, LINES)) {
            String first = string.substring(0, string.indexOf(' '));
            boolean command = first.startsWith("/")
                    ? context.file(first).isPresent()
                    : Builtins.contains(first)
                            || Scripts.command(context, first).isPresent();
            if (command) {
                new ProcessFindings(context, findings, Finding.Level.UNCERTAIN, false)
                        .text(
                                elf.path().raw() + " imports " + symbol.get() + " and holds a string that",
                                Optional.of(elf.path()),
                                string.replaceAll("%[a-z]", Marked.UNKNOWN),
                                RootPath.ROOT);
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

    /**
     * Programs whose names a program contains as whole strings, and that are in its own package or related ones; and
     * those next to such a name, as an alternative.
     */
    private void tied(Context context, Context.Elf elf, Findings findings) throws IOException {
        PackageTies packages = context.packages();
        Optional<String> owner = packages.owner(elf.path()).or(() -> owners.getOrDefault(elf.path(), Optional.empty()));
        Set<String> own = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        if (owner.isPresent()) {
            few(packages.programs(Set.of(owner.get())), MAX_OWN, own);
            for (String each : packages.asked(owner.get())) {
                if (packages.isBase(each)) {
                    continue; // a dependency on it is for a version, or for the installation
                }
                Set<String> programs = packages.programs(Set.of(each));
                // A package without programs of its own stands for those that it depends on: gnupg.
                Set<String> others = programs.isEmpty() ? packages.dependencies(each) : Set.of();
                few(programs, MAX_TIED, asked);
                others.forEach(other -> few(packages.programs(Set.of(other)), MAX_TIED, asked));
            }
        } else if (!packages.isEmpty()) {
            few(unowned(context, elf.path().parent()), MAX_SIBLINGS, own);
        }
        Set<String> imports = context.imports(elf);
        Set<String> names = new LinkedHashSet<>();
        Set<String> beside = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (List<String> run : context.nameRuns(elf, programs(context))) {
            for (int i = 0; i < run.size(); i++) {
                String name = run.get(i);
                if (!isProgramName(context, elf, imports, name)) {
                    continue;
                }
                if (!own.contains(name) && !asked.contains(name)) {
                    if (!Words.contains(name)) {
                        others.add(name);
                    }
                    continue;
                }
                names.add(name);
                for (int near = Math.max(0, i - NEAR); near < Math.min(run.size(), i + NEAR + 1); near++) {
                    if (isProgramName(context, elf, imports, run.get(near))) {
                        beside.add(run.get(near));
                    }
                }
            }
        }
        Set<String> whole = new TreeSet<>(own);
        whole.removeIf(name -> name.length() < MIN_NAME);
        whole.addAll(asked);
        whole.removeAll(names);
        for (String name : whole.isEmpty() ? List.<String>of() : context.words(elf, whole)) {
            if (isProgramName(context, elf, imports, name)) {
                names.add(name);
            }
        }
        beside.removeAll(names);
        for (String name : names) {
            String tie = owner.isEmpty()
                    ? "which no package has either"
                    : own.contains(name)
                            ? "of the package that has both"
                            : "of the package that " + owner.get() + " asks for";
            String evidence = elf.path().raw() + " runs programs and holds the string " + name + ", " + tie;
            // A dependency that is not needed for its libraries is declared for the programs that are run.
            findings.file(
                    asked.contains(name) ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                    evidence,
                    Scripts.command(context, name));
        }
        others.removeAll(names);
        others.removeAll(beside);
        if (others.size() <= MAX_OTHERS) {
            for (String name : others) {
                findings.file(
                        Finding.Level.UNCERTAIN,
                        elf.path().raw() + " runs programs and holds the string " + name + ", the name of one",
                        Scripts.command(context, name));
            }
        }
        for (String name : beside) {
            String evidence = elf.path().raw() + " runs programs and holds the string " + name
                    + " beside the name of one that its package asks for";
            findings.file(Finding.Level.UNCERTAIN, evidence, Scripts.command(context, name));
        }
    }

    /** Adds the names of a package's programs; if they are many, only those that are no words. */
    private static void few(Set<String> names, int most, Set<String> into) {
        for (String name : names) {
            if (names.size() <= most || (name.length() >= MIN_NAME && !Words.contains(name))) {
                into.add(name);
            }
        }
    }

    /** The packages of programs outside the directories of PATH, such as helpers in /usr/libexec. */
    private void own(Context context) {
        PackageTies packages = context.packages();
        List<RootPath> fresh = new ArrayList<>();
        for (Context.Elf elf : packages.isEmpty() ? List.<Context.Elf>of() : context.elfs()) {
            if (elf.isProgram() && packages.owner(elf.path()).isEmpty() && !owners.containsKey(elf.path())) {
                fresh.add(elf.path());
            }
        }
        if (!fresh.isEmpty()) {
            Map<RootPath, String> found = context.owners(fresh);
            fresh.forEach(path -> owners.put(path, Optional.ofNullable(found.get(path))));
        }
    }

    private boolean isProgramName(Context context, Context.Elf elf, Set<String> imports, String name)
            throws IOException {
        return name.length() >= MIN_TIED
                && programs(context).contains(name)
                && !imports.contains(name)
                && !name.equals(elf.path().name());
    }

    /** The program of a string that looks like a command line: a name, followed by an option, a path or a format. */
    private static Optional<String> command(String string) {
        String line = string.startsWith("exec ") ? string.substring("exec ".length()) : string;
        int blank = line.indexOf(' ');
        if (blank < 2 || blank + 1 >= line.length() || line.length() > MAX_COMMAND) {
            return Optional.empty();
        }
        String name = line.substring(0, blank);
        boolean argument = "-/%".indexOf(line.charAt(blank + 1)) >= 0;
        return argument && NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    /** Programs in PATH whose name begins with that of a program that contains it as a string, or the reverse. */
    private void relatives(Context context, Context.Elf elf, Findings findings) throws IOException {
        List<String> before = named.get(elf.path());
        if (before == null) {
            Set<String> wanted = new TreeSet<>();
            for (String name : programs(context)) {
                if (isRelated(elf.path().name(), name)) {
                    wanted.add(name);
                }
            }
            before = wanted.isEmpty() ? List.of() : context.words(elf, wanted);
            named.put(elf.path(), before);
        }
        for (String name : before) {
            Optional<RootPath> program = Scripts.command(context, name);
            boolean cheap = program.isPresent() && trees.isCheap(context, program.get());
            findings.file(
                    cheap ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE,
                    elf.path().raw() + " runs programs and holds the string " + name,
                    program);
        }
    }

    /** The names in the directories of PATH. */
    private Set<String> programs(Context context) throws IOException {
        if (inPath.isEmpty()) {
            for (String directory : context.commands().directories()) {
                Optional<RootPath> place = context.directory(directory);
                if (place.isPresent()) {
                    context.list(place.get()).forEach(path -> inPath.add(path.name()));
                }
            }
        }
        return inPath;
    }

    private static boolean isRelated(String own, String name) {
        return !name.equals(own)
                && Math.min(own.length(), name.length()) >= MIN_NAME
                && (name.startsWith(own) || own.startsWith(name));
    }

    private static void siblings(Context context, Context.Elf elf, Findings findings) throws IOException {
        Map<String, RootPath> siblings = new TreeMap<>();
        for (RootPath path : context.list(elf.path().parent())) {
            if (!path.equals(elf.path())
                    && context.node(path).orElse(null) instanceof Node.RegularFile file
                    && file.attributes().isExecutable()) {
                siblings.put(path.name(), path);
            }
        }
        if (siblings.size() > MAX_SIBLINGS) {
            return;
        }
        List<String> named = new ArrayList<>(context.words(elf, siblings.keySet()));
        // If there are many, its arguments tell which one it runs: they are followed where it is started.
        Finding.Level level = named.size() > MANY_SIBLINGS ? Finding.Level.POSSIBLE : Finding.Level.RECOMMENDED;
        for (String name : named) {
            findings.file(
                    level,
                    elf.path().raw() + " runs programs and holds the string " + name + ", one beside it",
                    Optional.ofNullable(siblings.get(name)));
        }
    }
}
