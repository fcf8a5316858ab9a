package dev.whittle.discover.process;

import dev.whittle.closure.Finding;
import dev.whittle.closure.start.LoaderEnvironment;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.path.Glob;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Event;
import dev.whittle.process.Marked;
import dev.whittle.process.PathWords;
import dev.whittle.process.RootFiles;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what processes do into findings: the programs that they start, the files that their words name. */
public final class ProcessFindings {
    /** At the end of a quoted argument. */
    private static final String ALL_BELOW = "/*";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_\\[][A-Za-z0-9_.+-]*");
    private static final int MAX_SCRIPTS_IN_DIRECTORY = 500;

    /** Maximum number of listed commands per file. */
    private static final int MAX_SHOWN = 5;

    /** Maximum number of matches of a pattern that are kept: a script rarely needs more. */
    private static final int MAX_MATCHES = 128;

    private static final int MAX_WALKED = 8;

    /** Maximum number of entries searched for names, and of matches that are kept. */
    private static final int MAX_LOOKED_AT = 50_000;

    private static final int MAX_NAMED = 16;

    /** Maximum size of a directory that a script searches for some files, in bytes. */
    private static final long MAX_SEARCHED = 8L << 20;

    /** Maximum size of a directory that a script copies, in bytes: an application, not a system. */
    private static final long MAX_COPIED = 1L << 30;

    private final Context context;
    private final Findings findings;
    private final Finding.Level level;
    private final boolean certain;
    private final RootFiles files;
    /** What ends a word in most languages. */
    private static final String DELIMITERS = "[ \t\n\"'`;,(){}<>]+";

    private static final int MAX_TEXT = 1 << 16;

    /** Commands that do not read the content of a directory: {@code entry-commands.txt}. */
    private static final class EntryCommands {
        static final Set<String> ALL = read();

        private static Set<String> read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(ProcessFindings.class.getResourceAsStream("entry-commands.txt")),
                    StandardCharsets.US_ASCII))) {
                return lines.lines()
                        .filter(line -> !line.startsWith("#"))
                        .flatMap(line -> Stream.of(line.split(" ", -1)))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Set<Object> seen = new HashSet<>();

    private boolean ofText;

    private boolean ofArguments;

    /** For scripts that the image is not known to start: the programs that they run are uncertain. */
    private final Map<RootPath, Set<String>> open = new TreeMap<>();

    /** A word at one place. */
    private record Said(String where, Event.Role role, String text, String directory) {}

    /** @param certain whether missing and undetermined items count: the process is one that the image starts */
    public ProcessFindings(Context context, Findings findings, Finding.Level level, boolean certain) {
        this.context = context;
        this.findings = findings;
        this.level = level;
        this.certain = certain;
        this.files = context.processes().files();
    }

    /** For a text that is passed to a shell. */
    public void text(String where, Optional<RootPath> file, String text, RootPath directory) throws IOException {
        ofText = true;
        add(context.processes().ofText(where, file, text, directory.raw()));
    }

    /** For a text that may be passed to a shell. */
    private void possibleText(String where, Optional<RootPath> file, String text, RootPath directory)
            throws IOException {
        ofText = true;
        add(context.processes().ofPossibleText(where, file, text, directory.raw()));
    }

    /**
     * For a program that is started with an argument list, written as a shell would read it. Unlike in a text, a plain
     * word is an argument that may be the name of a program by chance, and unknown parts are not reported.
     */
    void arguments(String where, RootPath file, String text, RootPath directory) throws IOException {
        ofArguments = true;
        add(context.processes().ofText(where, Optional.of(file), text, directory.raw()));
    }

    void add(List<Event> events) throws IOException {
        for (Event event : events) {
            event.where().file().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
            add(event);
        }
        // A user can do nothing about a script of a package, and hardly know whether it is run.
        context.owners(open.keySet()).keySet().forEach(open::remove);
        open.forEach((file, texts) -> findings.because(file)
                .remark(file.raw() + " runs what only a run can determine: "
                        + texts.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "))
                        + (texts.size() > MAX_SHOWN ? " and " + (texts.size() - MAX_SHOWN) + " more" : "")));
        open.clear();
    }

    private void add(Event event) throws IOException {
        String where = event.where().text();
        if (event instanceof Event.Started started) {
            addStarted(started);
        } else if (event instanceof Event.Missing missing) {
            if (certain && missing.certainty() == Event.Certainty.STRAIGHT && seen.add(missing)) {
                findings.missing(
                        where + " runs " + Marked.shown(missing.command()) + ", which the image does not have");
            }
        } else if (event instanceof Event.MissingSource missing) {
            if (certain && missing.certainty() == Event.Certainty.STRAIGHT && seen.add(missing)) {
                findings.missing(where + " reads " + Marked.shown(missing.file()) + ", which the image does not have");
            }
        } else if (event instanceof Event.Undetermined undetermined) {
            if (certain) {
                String text = Marked.shown(undetermined.text());
                // The ways through a line differ in parts of it: a person looks at the line once.
                if (seen.add(List.of("undetermined", where))) {
                    findings.undetermined(where + " runs " + (text.equals("...") ? "a command" : text)
                            + ", which only a run can determine");
                }
            } else if (!ofArguments && level != Finding.Level.UNCERTAIN) {
                undetermined.where().file().ifPresent(file -> open.computeIfAbsent(file, key -> new LinkedHashSet<>())
                        .add(
                                undetermined.where().line() == 0
                                        ? Marked.shown(undetermined.text())
                                        : Marked.shown(undetermined.text()) + " in line "
                                                + undetermined.where().line()));
            }
        } else if (event instanceof Event.Sourced sourced) {
            findings.file(level, where + " reads " + sourced.file().raw(), Optional.of(sourced.file()));
        } else if (event instanceof Event.Interpreted read) {
            if (event.where().file().filter(files.real(read.file())::equals).isEmpty()) {
                findings.file(level, where + " reads " + read.file().raw(), Optional.of(read.file()));
            }
        } else if (event instanceof Event.Walked walked) {
            walked(walked);
        } else if (event instanceof Event.Written written) {
            written(written);
        } else if (event instanceof Event.Named named) {
            named(named);
        }
    }

    private void addStarted(Event.Started started) throws IOException {
        String where = started.where().text();
        String verb = where.startsWith("#!") ? " names " : " runs ";
        boolean straight = certain && started.certainty() == Event.Certainty.STRAIGHT;
        Finding.ProgramStart start = new Finding.ProgramStart(
                LoaderEnvironment.of(
                        started.invocation(), context.processes().first().environment()),
                straight);
        if (seen.add(List.of(where, started.named(), start))) {
            findings.program(
                    level,
                    where + verb + Marked.shown(started.named()),
                    started.invocation().program(),
                    start);
        }
    }

    /**
     * Paths in a file that a script writes, which is probably a configuration, and the commands of its lines: of a
     * crontab, of a script, or in the configuration of something that runs them.
     */
    private void written(Event.Written written) throws IOException {
        if (!ofText) {
            WrittenText.commands(context, written, (line, text) -> new ProcessFindings(
                            context, findings, Finding.Level.UNCERTAIN, false)
                    .possibleText(
                            written.where().text() + " writes a file of which line " + line,
                            written.where().file(),
                            text,
                            context.commands().workingDirectory()));
        }
        for (String word : written.text().split(DELIMITERS, -1)) {
            for (String part : PathWords.in(word)) {
                if (part.startsWith("/")) {
                    path(written.where().text() + " writes a file that names ", Marked.unquoted(part), "/", false);
                }
            }
        }
    }

    /**
     * A directory that is copied is needed with its content; one that is searched, only if it is small enough to be the
     * script's own.
     */
    private void walked(Event.Walked walked) throws IOException {
        String absolute = files.absolute(walked.text(), walked.directory());
        if (!absolute.startsWith("/") || absolute.indexOf('\0') >= 0) {
            return;
        }
        List<RootPath> directories = new ArrayList<>();
        if (Marked.isPattern(absolute)) {
            List<RootPath> matches = absolute.indexOf('/', 1) > 0 ? files.matches(absolute, "/") : List.of();
            if (matches.size() <= MAX_WALKED) {
                directories.addAll(matches);
            }
        } else {
            context.existing(absolute).ifPresent(directories::add);
        }
        for (RootPath directory : directories) {
            if (!walked.names().isEmpty() && !SystemPaths.isMounted(directory)) {
                findings.files(
                        level,
                        walked.where().text() + " looks for it in " + directory.raw(),
                        named(directory, walked.names()));
            }
            boolean isData = context.node(directory).orElse(null) instanceof Node.Directory
                    && !SystemPaths.isMounted(directory)
                    && !SystemPaths.isSystemDirectory(files.real(directory))
                    && seen.add(List.of(walked.where().text(), directory));
            long most = walked.bounded() ? MAX_SEARCHED : MAX_COPIED;
            if (isData) {
                boolean large = TreeSize.size(context, directory, most) > most;
                findings.tree(
                        large ? Finding.Level.LARGE : level,
                        walked.where().text() + " reads all of " + directory.raw(),
                        Optional.of(directory));
            }
        }
    }

    /** The files below a directory that have one of the names; none if there are too many. */
    private List<RootPath> named(RootPath directory, List<String> names) throws IOException {
        List<Glob> globs =
                names.stream().map(name -> Glob.of(Marked.glob(name))).toList();
        List<RootPath> found = new ArrayList<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(files.real(directory)));
        int looked = 0;
        while (!pending.isEmpty() && looked < MAX_LOOKED_AT) {
            RootPath at = pending.pop();
            looked++;
            if (globs.stream().anyMatch(glob -> glob.matches(RootPath.ROOT.child(at.name())))) {
                found.add(at);
            }
            if (context.root().node(at).orElse(null) instanceof Node.Directory && !SystemPaths.isMounted(at)) {
                context.list(at).forEach(pending::push);
            }
        }
        return found.size() > MAX_NAMED ? List.of() : found;
    }

    private void named(Event.Named named) throws IOException {
        if (ofArguments && NAME.matcher(named.text()).matches()) {
            return;
        }
        if (!ofText
                && level == Finding.Level.UNCERTAIN
                && NAME.matcher(named.text()).matches()) {
            return; // in a script that may never run, a plain word is not evidence
        }
        if (!seen.add(new Said(named.where().text(), named.role(), named.text(), named.directory()))) {
            return;
        }
        String evidence = named.where().text() + " names ";
        String text = named.text();
        if (NAME.matcher(text).matches()) {
            // "mpirun echo": a program that gets the name of a builtin as an argument cannot mean the builtin.
            boolean ofProgram = named.role() == Event.Role.ARGUMENT && !Builtins.contains(named.command());
            if (ofProgram || !Builtins.contains(text)) {
                findings.file(
                        Builtins.contains(text) ? Finding.Level.UNCERTAIN : level,
                        evidence + text,
                        files.command(text, named.path(), named.directory()));
            }
            // "cd /opt; sha256sum -c SUMS": a file in the working directory of the process.
            String absolute = files.absolute(text, named.directory());
            if (absolute.startsWith("/") && !Marked.isPattern(absolute) && absolute.indexOf('\0') < 0) {
                findings.file(level, evidence + text, context.file(absolute));
            }
            return;
        }
        boolean opens = named.role() != Event.Role.ARGUMENT || !EntryCommands.ALL.contains(named.command());
        if (text.indexOf('/') >= 0 && text.length() <= MAX_TEXT && text.indexOf('"') >= 0) {
            // A program in another language, or a document: {"library": "/usr/lib/x.so"}.
            for (String word : text.split(DELIMITERS, -1)) {
                if (word.startsWith("/") && !word.equals("/")) {
                    path(evidence, Marked.unquoted(word), "/", false);
                }
            }
        }
        for (String part : PathWords.in(text)) {
            path(evidence, part, named.directory(), opens);
        }
    }

    /** {@code java -cp '/opt/app/lib/*'}: java(1), -cp: the star is for the launcher, and stands for all JAR files. */
    private void archives(String evidence, String directory) throws IOException {
        Optional<RootPath> place = directory.isEmpty() ? Optional.empty() : context.directory(directory);
        if (place.isPresent() && !SystemPaths.isSystemDirectory(place.get())) {
            findings.files(
                    level,
                    evidence,
                    context.list(place.get()).stream()
                            .filter(file -> file.name().toLowerCase(Locale.ROOT).endsWith(".jar"))
                            .toList());
        }
    }

    /** @param opens whether the content of a directory may be read */
    private void path(String evidence, String part, String directory, boolean opens) throws IOException {
        String absolute = files.absolute(part, directory);
        if (!absolute.startsWith("/") || SystemPaths.isMounted(absolute) || absolute.indexOf('\0') >= 0) {
            return;
        }
        if (Marked.isPattern(absolute)) {
            List<RootPath> matches = absolute.indexOf('/', 1) > 0 ? files.matches(absolute, "/") : List.of();
            if (matches.size() <= MAX_MATCHES) {
                findings.files(level, evidence + Marked.shown(part), matches);
            }
            return;
        }
        if (absolute.endsWith(ALL_BELOW)) {
            archives(evidence + part, absolute.substring(0, absolute.length() - ALL_BELOW.length()));
            return;
        }
        Optional<RootPath> existing = context.existing(absolute);
        if (existing.isPresent() && context.node(existing.get()).orElse(null) instanceof Node.Directory) {
            directory(evidence + part, existing.get(), opens);
        } else {
            findings.file(level, evidence + part, existing);
            RootPath place = existing.map(RootPath::parent).orElse(RootPath.ROOT);
            boolean isPrivate = opens && !place.isRoot() && SystemPaths.isOutsideHierarchy(place);
            findings.tree(
                    level == Finding.Level.RECOMMENDED ? Finding.Level.EXPECTED : level,
                    evidence + part + ", in a directory of the image's own",
                    isPrivate && TreeSize.size(context, place, MAX_SEARCHED) <= MAX_SEARCHED
                            ? Optional.of(place)
                            : Optional.empty());
        }
    }

    /** Keeps a directory of scripts, and a small one that is not shared, with its content; any other directory without. */
    private void directory(String evidence, RootPath directory, boolean opens) throws IOException {
        List<RootPath> entries = context.list(directory);
        List<RootPath> scripts = new ArrayList<>();
        boolean ofOthers = entries.size() > MAX_SCRIPTS_IN_DIRECTORY;
        for (RootPath entry : entries) {
            if (context.node(entry).orElse(null) instanceof Node.RegularFile file && !ofOthers) {
                boolean runs = file.attributes().isExecutable();
                boolean script = entry.name().endsWith(".sh")
                        || entry.name().endsWith(".envsh")
                        || (runs && context.text(entry).startsWith("#!"));
                if (script) {
                    scripts.add(entry);
                }
                ofOthers = runs && !script;
            }
        }
        if (SystemPaths.isOfPackageManager(files.real(directory))) {
            findings.file(level, evidence, Optional.of(directory));
        } else if (!scripts.isEmpty() && !ofOthers) {
            findings.files(level, evidence + ", a directory of scripts", scripts);
            findings.tree(level, evidence + ", a directory of scripts", Optional.of(directory));
        } else {
            findings.file(level, evidence, Optional.of(directory));
            boolean isPrivate = (SystemPaths.isOutsideHierarchy(directory)
                            || (opens
                                    && !SystemPaths.isSystemDirectory(files.real(directory))
                                    && !SystemPaths.isSharedByPrograms(files.real(directory))))
                    && TreeSize.size(context, directory, MAX_SEARCHED) <= MAX_SEARCHED;
            findings.tree(
                    level == Finding.Level.RECOMMENDED ? Finding.Level.EXPECTED : level,
                    evidence + ", a directory of the image's own",
                    isPrivate ? Optional.of(directory) : Optional.empty());
        }
    }
}
