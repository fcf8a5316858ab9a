package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.process.Scripts;
import dev.whittle.discover.process.Words;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Environment;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import dev.whittle.process.PathWords;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files that the image passes to its program: {@code CMD ["python3", "app.py"]} needs app.py, and the files next to it.
 */
public final class Application implements Detector {
    private static final RootPath ETC = RootPath.of("/etc");

    /** What an interpreter reads, with the files next to it that it includes, requires and imports. */
    private static final Pattern SOURCE = Pattern.compile(
            ".+\\.(py|pyc|pyz|js|mjs|cjs|ts|rb|ru|pl|psgi|php|lua|tcl|ex|exs|jar|war|sh|r|R|ini|conf|cfg|json|ya?ml|toml)");

    /** Where software outside the system is installed, each in its own directory. */
    private static final List<String> PLACES = List.of("/opt/", "/srv/", "/app/", "/usr/local/", "/usr/src/", "/home/");

    /** Variables that other families read, or that describe users and not programs. */
    private static final Pattern OTHERS = Pattern.compile("PATH|HOME|PWD|OLDPWD|SHELL|TMPDIR|LD_.*|PYTHONPATH|PERL5LIB"
            + "|RUBYLIB|NODE_PATH|CLASSPATH|SSL_CERT_.*|JAVA_HOME|.*_VERSION");

    /** The name of a program: {@code CXX=g++}, {@code EDITOR=nano -w}. */
    private static final Pattern PROGRAM = Pattern.compile("[a-z][A-Za-z0-9_.+-]{1,60}+");

    private static final int MAX_VALUE = 4096;

    /** Limit for a directory named in a variable to be kept whole, in bytes. */
    private static final long MAX_OF_VARIABLE = 32L << 20;

    /** Limit for the files that belong to a data file, in bytes. */
    private static final long MAX_PARTS = 256L << 20;

    /** What follows the name of a file in the names of others that belong to it: {@code a.db.001}, {@code a.db-wal}. */
    private static final String AFTER_NAME = ".-_";

    /** Limit for the home directory of a launcher, in bytes. */
    private static final long MAX_HOME = 256L << 20;

    @Override
    public Family family() {
        return new Family(
                "app",
                "files among the arguments of Entrypoint and Cmd, files next to them, and the WorkingDir with its content");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (context.config().isEmpty() || !context.isWholeImage()) {
            return;
        }
        findings.becauseOfTheImage();
        environment(context, findings);
        List<String> words = context.command();
        programs(context, findings);
        RootPath workingDirectory = context.commands().workingDirectory();
        boolean within = false;
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            int equals = word.startsWith("-") ? word.indexOf('=') : -1;
            String raw = word.substring(equals + 1);
            if (raw.isEmpty() || raw.startsWith("-")) {
                continue;
            }
            Optional<RootPath> path = context.existing(raw.startsWith("/") ? raw : workingDirectory.raw() + "/" + raw);
            String evidence = "an argument of the image's command is " + word;
            findings.file(Finding.Level.RECOMMENDED, evidence, path);
            if (path.isPresent() && isSource(context, path.get())) {
                beside(context, path.get(), evidence, findings);
            } else if (path.isPresent()) {
                parts(context, context.real(path.get()), evidence, findings);
            }
            within |= path.isPresent()
                    && path.get().startsWith(workingDirectory)
                    && context.node(path.get()).orElse(null) instanceof Node.RegularFile;
        }
        String directory = context.config().get().workingDir();
        if (!directory.isEmpty() && !isShared(workingDirectory)) {
            boolean own = within || isOfAuthor(workingDirectory) || !TreeSize.isLarge(context, workingDirectory);
            findings.tree(
                    own ? Finding.Level.RECOMMENDED : Finding.Level.POSSIBLE,
                    "the image's WorkingDir is " + directory,
                    context.directory(workingDirectory.raw()));
        }
    }

    /** The image's variables, and those that its scripts set for what they start. */
    private static void environment(Context context, Findings findings) throws IOException {
        Map<String, String> own = context.config().orElseThrow().env();
        for (Map.Entry<String, String> variable : own.entrySet()) {
            variable(
                    context,
                    variable.getKey(),
                    variable.getValue(),
                    "the image's " + variable.getKey(),
                    Finding.Level.RECOMMENDED,
                    findings);
        }
        Set<Map.Entry<String, String>> seen = new HashSet<>();
        for (Event event : context.processes().ofImage()) {
            if (!(event instanceof Event.Started started)) {
                continue;
            }
            Environment environment = started.invocation().environment();
            for (String name : environment.values().keySet()) {
                if (!own.containsKey(name)) {
                    given(context, started, name, seen, findings);
                }
            }
        }
        findings.becauseOfTheImage();
    }

    /** The possible values of a variable of a started process. */
    private static void given(
            Context context, Event.Started started, String name, Set<Map.Entry<String, String>> seen, Findings findings)
            throws IOException {
        for (String value : started.invocation().environment().get(name)) {
            if (value.indexOf('/') >= 0 && !Marked.isPattern(value) && seen.add(Map.entry(name, value))) {
                started.where().file().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
                variable(
                        context,
                        name,
                        value,
                        "the " + name + " that " + started.where().text() + " gives "
                                + started.invocation().name(),
                        Finding.Level.EXPECTED,
                        findings);
            }
        }
    }

    /**
     * Paths in the value of a variable: files, and directories unless many programs share them or they are large. Lists
     * have colons; an option may precede a path ({@code -javaagent:/p}).
     */
    private static void variable(
            Context context, String name, String value, String of, Finding.Level level, Findings findings)
            throws IOException {
        if (OTHERS.matcher(name).matches() || value.length() > MAX_VALUE) {
            return;
        }
        String evidence = of + " names ";
        String first = value.split(" ", 2)[0];
        if (PROGRAM.matcher(first).matches() && !Builtins.contains(first) && !Words.contains(first)) {
            findings.file(Finding.Level.UNCERTAIN, evidence + first, Scripts.command(context, first));
        }
        for (String word : value.split("[ :,;]+", -1)) {
            for (String part : PathWords.in(word)) {
                Optional<RootPath> path = part.startsWith("/") ? context.existing(part) : Optional.<RootPath>empty();
                if (path.isEmpty() || isShared(path.get())) {
                    path.filter(its -> its.startsWith(ETC) && !its.equals(ETC))
                            .ifPresent(its -> findings.file(level, evidence + part, Optional.of(its)));
                    continue;
                }
                boolean directory = context.node(path.get()).orElse(null) instanceof Node.Directory;
                findings.file(level, evidence + part, path);
                if (directory) {
                    boolean small = TreeSize.size(context, path.get(), MAX_OF_VARIABLE) <= MAX_OF_VARIABLE;
                    findings.tree(small ? level : Finding.Level.LARGE, evidence + part, path);
                }
            }
        }
    }

    /** A program with its own directory: {@code /opt/app/bin/app} reads what is below {@code /opt/app}. */
    private static void programs(Context context, Findings findings) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            boolean started = kept.node() instanceof Node.RegularFile
                    && kept.reasons().stream().anyMatch(reason -> reason.kind() == Reason.Kind.STARTED);
            if (started && PLACES.stream().anyMatch(place -> kept.path().raw().startsWith(place))) {
                beside(context, kept.path(), "the image starts " + kept.path().raw(), findings);
            }
        }
        launchers(context, findings);
    }

    /**
     * A script in {@code /opt/app/bin} that another one runs finds its libraries in {@code /opt/app}. The home of a program
     * is left to the family of its language, which knows what of it is not used at run time.
     */
    private static void launchers(Context context, Findings findings) throws IOException {
        for (Event event : context.processes().ofImage()) {
            RootPath program = event instanceof Event.Started started
                    ? context.real(started.invocation().program())
                    : RootPath.ROOT;
            boolean isLauncher = PLACES.stream().anyMatch(place -> program.raw().startsWith(place))
                    && program.parent().name().equals("bin")
                    && context.shebang(program).isPresent();
            RootPath home = isLauncher ? program.parent().parent() : RootPath.ROOT;
            if (isLauncher && isOfAuthor(home) && !isShared(home)) {
                boolean isLarge = TreeSize.size(context, home, MAX_HOME) > MAX_HOME;
                findings.tree(
                        isLarge ? Finding.Level.LARGE : Finding.Level.EXPECTED,
                        event.where().text() + " runs " + program.raw() + ", beside which it lies",
                        context.directory(home.raw()));
            }
        }
    }

    private static boolean isSource(Context context, RootPath path) throws IOException {
        return SOURCE.matcher(path.name()).matches() && context.node(path).orElse(null) instanceof Node.RegularFile;
    }

    /** The directory of an application's main file, or the parent of {@code bin}. */
    private static void beside(Context context, RootPath file, String evidence, Findings findings) throws IOException {
        RootPath directory = file.parent();
        if (directory.name().equals("bin") || directory.name().equals("sbin")) {
            directory = directory.parent();
        }
        if (!isShared(directory) && !isAlone(context, directory, file)) {
            findings.tree(
                    TreeSize.isLarge(context, directory) ? Finding.Level.LARGE : Finding.Level.RECOMMENDED,
                    evidence + ", beside which it lies",
                    context.directory(directory.raw()));
        }
    }

    /** The files of a database beside the one that is named, which have its name with something after it. */
    private static void parts(Context context, RootPath file, String evidence, Findings findings) throws IOException {
        boolean isData = context.node(file).orElse(null) instanceof Node.RegularFile node
                && !node.attributes().isExecutable()
                && !isShared(file.parent());
        if (!isData) {
            return;
        }
        List<RootPath> parts = new ArrayList<>();
        long bytes = 0;
        for (RootPath other : context.list(file.parent())) {
            String name = other.name();
            boolean isPart = name.startsWith(file.name())
                    && name.length() > file.name().length()
                    && AFTER_NAME.indexOf(name.charAt(file.name().length())) >= 0;
            if (isPart && context.root().node(other).orElse(null) instanceof Node.RegularFile part) {
                bytes += part.size();
                parts.add(other);
            }
        }
        if (bytes <= MAX_PARTS) {
            findings.files(
                    Finding.Level.EXPECTED, evidence + ", whose name these files have with more after it", parts);
        }
    }

    /** Whether a directory contains only this file, so that it need not be kept itself. */
    private static boolean isAlone(Context context, RootPath directory, RootPath file) throws IOException {
        RootPath at = directory;
        List<RootPath> all = context.list(at);
        while (all.size() == 1 && file.startsWith(all.get(0)) && !all.get(0).equals(file)) {
            at = all.get(0);
            all = context.list(at);
        }
        return all.size() == 1 && all.get(0).equals(file);
    }

    /** Whether a directory is in a place where packages of distributions put nothing. */
    private static boolean isOfAuthor(RootPath directory) {
        return SystemPaths.isOutsideHierarchy(directory)
                || PLACES.stream().anyMatch(place -> directory.raw().startsWith(place));
    }

    private static boolean isShared(RootPath directory) {
        return SystemPaths.isSharedByPrograms(directory)
                || SystemPaths.isMounted(directory)
                || directory.startsWith(ETC);
    }
}
