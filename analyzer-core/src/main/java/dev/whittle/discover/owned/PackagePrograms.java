package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.DevelopmentFiles;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OtherUses;
import dev.whittle.discover.evidence.OwnTrees;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.discover.process.Words;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs that a used package starts: its own, those of packages that it depends on, and those that its texts name; and
 * libraries that its modules load.
 */
final class PackagePrograms {
    /** Limit for the programs of a dependency, in bytes. */
    private static final long MAX_PROGRAMS = 24L << 20;

    /** Limit for a library that a module of an interpreted language loads by name, in bytes. */
    private static final long MAX_LIBRARY = 8L << 20;

    private static final int MAX_TEXTS = 5000;

    /** Limits for a text, and for the texts of all packages, in bytes. */
    private static final int MAX_TEXT = 1 << 19;

    private static final long MAX_READ = 32L << 20;

    /** The same for packages that were not requested, of which there are many. */
    private static final long MAX_READ_OF_OTHERS = 16L << 20;

    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z0-9_.+/-])[A-Za-z0-9][A-Za-z0-9_.+-]*+");
    /** A word where a command may begin, in a script for a shell. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)(?:^|[;|&(`]|\\b(?:if|then|else|elif|do|while|until)(?=[ \t])|!)[ \t]*([a-z][a-z0-9_.+-]*)");

    /** A line of settings or macros whose value is a program: {@code %__tar /bin/tar}, {@code pager = "/usr/bin/less -R"}. */
    private static final Pattern VALUE = Pattern.compile(
            "(?m)^[ \\t]*+[A-Za-z0-9_.%$@-]{1,60}+(?:[ \\t]*+[=:][ \\t]*+|[ \\t]++)[\"']?(/(?:usr/)?s?bin/[A-Za-z0-9_.+-]{1,40}+)(?=[\"']?;?[ \\t]*+$|[ \\t]+-)");

    /** The commands of a pipeline: {@code a x | b}. */
    private static final Pattern PIPED =
            Pattern.compile("(?m)(?:^[ \\t]*+(?=[^|\n]{1,1000} \\| )|(?<= \\| ))([a-z][a-z0-9_.+-]*+)");

    private static final String QUOTES = "\"'`";

    /** Perl's list of words: {@code @command = qw(tar -xf -)}. */
    private static final String LIST = "qw(";

    /** A line that is a comment, in settings and in most languages. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*+(?:#(?!!)|;|//|--|%).*+");

    /** Shorter names are too often words of something else. */
    private static final int MIN_NAME = 3;

    /** A package with more programs than this is a collection, of which a few are used. */
    private static final int MAX_OF_DEPENDENCY = 32;

    /** dpkg(1), FILES: the scripts of packages. */
    private static final String INFO = "/var/lib/dpkg/info/";

    private final OwnTrees trees;
    private final OtherUses others = OtherUses.read();
    private final Budget ofRequested = new Budget(MAX_READ);
    private final Budget ofOthers = new Budget(MAX_READ_OF_OTHERS);

    /** What may still be read, in bytes. */
    private static final class Budget {
        private long left;

        Budget(long left) {
            this.left = left;
        }
    }

    PackagePrograms(OwnTrees trees) {
        this.trees = trees;
    }

    /**
     * The other programs of a package, which often start one another: each that costs little, or, of a collection, all if
     * they do. Nothing names them, so each is added together with the one that is used.
     */
    static void addOwn(Context context, String name, RootPath used, String evidence, Findings findings)
            throws IOException {
        List<RootPath> all = new ArrayList<>();
        for (String each : context.packages().programs(Set.of(name))) {
            context.commands()
                    .find(context.root(), each)
                    .filter(program -> !program.equals(used))
                    .ifPresent(all::add);
        }
        if (all.size() > MAX_OF_DEPENDENCY) {
            findings.files(Finding.Level.UNCERTAIN, evidence, all);
            return;
        }
        for (RootPath program : all) {
            findings.files(Finding.Level.UNCERTAIN, evidence, List.of(used, program));
        }
    }

    /**
     * The programs of the packages that a requested one depends on. A dependency that has no library which the loader finds
     * is there for its programs, unless the package's own scripts for dpkg use them, or they interpret its programs.
     */
    void addOfDependencies(Context context, String name, String owned, Findings findings) throws IOException {
        PackageTies ties = context.packages();
        Set<String> others = new TreeSet<>(ties.dependencies(name));
        // A declared dependency on a base package that is not essential is a real one: gpgv, kmod, iproute2.
        others.removeIf(ties::isEssential);
        if (others.isEmpty()) {
            return;
        }
        Set<String> otherwise = installation(context, name);
        otherwise.addAll(interpreters(context, name));
        for (String other : others) {
            Set<String> names = ties.programs(Set.of(other));
            List<RootPath> programs = new ArrayList<>();
            Set<RootPath> files = new HashSet<>();
            boolean isUsedOtherwise = false;
            for (String each : names) {
                Optional<RootPath> program = context.commands().find(context.root(), each);
                isUsedOtherwise |= otherwise.contains(each);
                if (program.isPresent() && context.elf(program.get()).isPresent()) {
                    programs.add(program.get());
                    files.add(context.real(program.get()));
                }
            }
            boolean isLikely = !isUsedOtherwise
                    && Math.min(names.size(), files.size()) <= MAX_OF_DEPENDENCY
                    && ties.libraries(other).isEmpty()
                    && trees.cost(context, programs) <= MAX_PROGRAMS;
            if (isLikely || !ties.isBase(other)) {
                findings.files(
                        isLikely ? Finding.Level.EXPECTED : Finding.Level.UNCERTAIN,
                        owned + ", which needs the programs of " + other,
                        programs);
            }
        }
    }

    /**
     * The programs that the texts of a package name, such as scripts in a language of its own, templates, and settings: of the packages
     * that some depend on, recommend or suggest, in quotes or in a pipeline, and of those that were installed for themselves or that these ask for.
     *
     * @param asking whose relations count
     */
    void addNamed(Context context, String name, Set<String> asking, Findings findings) throws IOException {
        PackageTies ties = context.packages();
        Set<String> related = new TreeSet<>();
        asking.forEach(each -> related.addAll(ties.asked(each)));
        Set<String> likely = new TreeSet<>(ties.likelyPrograms());
        likely.removeIf(each -> each.length() < MIN_NAME || Words.contains(each));
        likely.removeAll(ties.programs(Set.of(name)));
        addNamed(context, name, related, likely, ofRequested, findings);
    }

    /**
     * The programs of dependencies that the texts of a package name in quotes or in a pipeline, whether it was installed for
     * itself or not: a compiler that depends on another one names it in its settings.
     *
     * @param asking whose dependencies count
     */
    void addNamedOfDependencies(Context context, String name, Set<String> asking, Findings findings)
            throws IOException {
        Set<String> related = new TreeSet<>();
        asking.forEach(each -> related.addAll(context.packages().dependencies(each)));
        addNamed(context, name, related, Set.of(), ofOthers, findings);
    }

    /**
     * @param related packages whose programs count if they are in quotes or in a pipeline
     * @param likely names of programs that count without quotes too
     */
    private void addNamed(
            Context context, String name, Set<String> related, Set<String> likely, Budget budget, Findings findings)
            throws IOException {
        PackageTies ties = context.packages();
        Set<String> names = new TreeSet<>();
        for (String other : related) {
            names.addAll(ties.isBase(other) ? Set.of() : ties.programs(Set.of(other)));
        }
        Optional<InstalledPackage> installed = ties.installed(name);
        boolean isRequested = budget == ofRequested;
        if (installed.isEmpty() || (names.isEmpty() && likely.isEmpty() && !isRequested)) {
            return;
        }
        List<String> texts = new ArrayList<>();
        installed.get().files().forEach(path -> {
            boolean isText = !others.isOfOthers(path) || OtherUses.isOwn(path, name);
            if (texts.size() < MAX_TEXTS && isText && !DevelopmentFiles.contains(RootPath.of(path))) {
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
            if (!counts || budget.left <= 0) {
                continue;
            }
            String text = context.sourceText(context.real(file.get()), MAX_TEXT);
            budget.left -= text.length();
            if (text.indexOf('\0') >= 0) {
                continue;
            }
            String code = COMMENT.matcher(text).replaceAll("");
            Matcher word = WORD.matcher(code);
            while (word.find()) {
                boolean isQuoted = (word.start() > 0 && QUOTES.indexOf(code.charAt(word.start() - 1)) >= 0)
                        || code.startsWith(LIST, word.start() - LIST.length());
                if ((isQuoted && names.contains(word.group())) || likely.contains(word.group())) {
                    found.putIfAbsent(word.group(), file.get());
                }
            }
            // In macros of rpm a comment's sign begins a name.
            Matcher value = VALUE.matcher(text);
            while (isRequested && !text.startsWith("#!") && value.find()) {
                findings.because(file.get())
                        .file(
                                Finding.Level.UNCERTAIN,
                                file.get().raw() + " of the package " + name + " has " + value.group(1) + " as a value",
                                context.file(value.group(1)));
            }
            Matcher piped = PIPED.matcher(code);
            while (piped.find()) {
                if (names.contains(piped.group(1))) {
                    found.putIfAbsent(piped.group(1), file.get());
                }
            }
        }
        for (Map.Entry<String, RootPath> each : found.entrySet()) {
            Optional<RootPath> program = context.commands().find(context.root(), each.getKey());
            String owner = program.flatMap(ties::owner)
                    .map(of -> " of the package " + of)
                    .orElse("");
            findings.because(each.getValue())
                    .file(
                            Finding.Level.EXPECTED,
                            each.getValue().raw() + " of the package " + name + " names the program " + each.getKey()
                                    + owner,
                            program);
        }
    }

    /** The libraries of packages that a module's package depends on: the module may load them by name. */
    static void addLibraries(Context context, String name, String evidence, Findings findings) throws IOException {
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

    /** The words of the scripts that dpkg runs when it installs or removes a package. */
    private static Set<String> installation(Context context, String name) throws IOException {
        Set<String> words = new HashSet<>();
        for (String script : List.of("preinst", "postinst", "prerm", "postrm", "config")) {
            for (String file : List.of(name + "." + script, name + ":*." + script)) {
                for (RootPath path : context.glob(INFO + file)) {
                    String text = context.text(path);
                    for (String word : text.split("[^A-Za-z0-9_.+-]+", -1)) {
                        if (word.length() >= MIN_NAME && !Words.contains(word)) {
                            words.add(word);
                        }
                    }
                    COMMAND.matcher(text).results().forEach(command -> words.add(command.group(1)));
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
}
