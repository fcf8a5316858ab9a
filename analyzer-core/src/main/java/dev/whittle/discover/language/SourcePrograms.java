package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.process.ProcessFindings;
import dev.whittle.discover.process.Scripts;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.process.Event;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.script.Shebang;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Programs and libraries named in source code: arguments of functions that start programs or load libraries, in the
 * application, in the modules that it imports and in text passed to an interpreter; in the application itself also any
 * literal that is a program's name, if the file starts programs.
 */
public final class SourcePrograms implements Detector {
    /** A script that a shell starts and gives to Perl (perlrun, option -x). */
    private static final Pattern PERL_BELOW = Pattern.compile("(?m)^[^#\n]{0,40}\\bperl\\b[^\n]{0,60}-[a-zA-Z]*[xS]");

    /** Directories of other people's code: whether what it starts is used is unknown. */
    private static final Pattern LIBRARY = Pattern.compile(
            ".*/(?:node_modules|site-packages|dist-packages|vendor|gems|perl5|lib/python[0-9.]++|lib/ruby)/.*");

    /**
     * Words of which a file that starts programs contains at least one: subprocess, os.system, child_process,
     * proc_open, ProcessBuilder …
     */
    private static final List<String> STARTS = List.of(
            "subprocess",
            "os.system",
            "os.popen",
            "os.exec",
            "os.spawn",
            "popen",
            "Popen",
            "child_process",
            "spawn",
            "exec",
            "system(",
            "system ",
            "system2",
            "shell_exec",
            "proc_open",
            "passthru",
            "Open3",
            "%x",
            "qx",
            "os.execute",
            "which(",
            "run(");

    /** A name, then an option, a path, a number, a variable or a place of a format: no sentence. */
    private static final Pattern COMMAND_LINE =
            Pattern.compile("[a-z][a-z0-9_.+-]{1,40}+ [-/~$%{0-9'\"].*", Pattern.DOTALL);

    private static final Pattern LITERALS = Pattern.compile("[^A-Za-z0-9]");
    private static final Pattern SHARED = Pattern.compile("\\.so(?:\\.[0-9.]+)?+$");

    /** Minimum of known letters and digits in the name of a library. */
    private static final int MIN_LIBRARY_NAME = 4;

    /** Maximum number of libraries that a partly unknown name may mean. */
    private static final int MAX_LIBRARIES = 8;

    /** A literal that may be the name of a program. */
    private static final Pattern QUOTED = Pattern.compile("[\"']([A-Za-z0-9][A-Za-z0-9_.+-]{1,40}+)[\"']");

    private static final Pattern LIBRARY_NAME = Pattern.compile("[A-Za-z0-9_+.-]{2,64}+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{1,63}+");
    private static final Pattern BARE_ZONE = Pattern.compile(
            "(?:(?<=[ \t]):|-timezone[ \t]{1,8}+:?+)([A-Z][A-Za-z_]{2,30}+(?:/[A-Z][A-Za-z_+-]{2,30}+){1,2}+)");

    private static final Pattern ZONE = Pattern.compile("[A-Z][A-Za-z_]{2,30}+(?:/[A-Za-z_+-]{2,30}+){1,2}+");
    private static final Pattern FONT = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9_.+-]{0,60}\\.(?:ttf|otf|ttc|pfb)");
    private static final Pattern LOCALE =
            Pattern.compile("[a-z]{2,3}_[A-Z]{2}(?:\\.[A-Za-z0-9-]{3,12}+)?(?:@[a-z]++)?");

    private static final List<String> LIBRARY_DIRECTORIES = List.of(
            "/lib/",
            "/usr/lib/",
            "/lib64/",
            "/usr/lib64/",
            "/lib/*-linux-*/",
            "/usr/lib/*-linux-*/",
            "/usr/local/lib/");

    private static final Pattern DATA = Pattern.compile(
            "[\"'](/(?:usr/(?:local/)?share|var/lib|opt|srv)/[A-Za-z0-9_.+-]++(?:/[A-Za-z0-9_.+-]++)*+)/?+[\"']");

    /** Limit for a directory that an imported module names, in bytes. */
    private static final long MAX_DATA = 4L << 20;

    private static final String FAMILY = "source";
    private static final int MAX_SIZE = 1 << 19;
    private static final int MAX_LITERALS = 2000;
    private static final int MAX_LITERAL = 1024;

    /** Limit for a directory that an application names to be kept whole, in bytes. */
    private static final long MAX_OWN = 16L << 20;

    /** Limit for the text of library modules, in bytes. */
    private static final long MAX_LIBRARY_TEXT = 64L << 20;

    private final Map<RootPath, SourceCalls.Found> read = new HashMap<>();
    private final Map<RootPath, List<Finding>> ofText = new HashMap<>();
    private final Map<RootPath, List<Finding>> ofInstalled = new HashMap<>();
    private final Map<RootPath, Set<String>> dataNames = new HashMap<>();
    private final Map<RootPath, Set<String>> likelyNames = new HashMap<>();
    private final Map<RootPath, List<Finding>> ofData = new HashMap<>();
    private final Map<Source, List<Finding>> ofCalls = new HashMap<>();
    private @Nullable Set<String> likely;
    private long libraryText;

    /** @param line where it begins, counted from 1 */
    private record Literal(String text, int line) {}

    /**
     * A source text.
     *
     * @param file that contains it; empty for the image's configuration
     * @param where for display, what follows "line N of "
     */
    private record Source(Optional<RootPath> file, String where, boolean own) {}

    @Override
    public Family family() {
        return new Family(
                FAMILY,
                "source code of the application and its imports: programs that it starts, libraries that it loads");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        Map<RootPath, SourceLanguage> own = new LinkedHashMap<>();
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.RegularFile file && file.size() <= MAX_SIZE) {
                language(context, kept, file).ifPresent(language -> own.put(kept.path(), language));
            }
        }
        for (Map.Entry<RootPath, SourceLanguage> each : own.entrySet()) {
            RootPath file = each.getKey();
            if (!ofText.containsKey(file)) {
                List<Finding> made = new ArrayList<>();
                text(context, file, new Findings(FAMILY, made));
                ofText.put(file, made);
            }
            findings.addAll(ofText.get(file));
            calls(context, new Source(Optional.of(file), file.raw(), true), each.getValue(), findings);
        }
        arguments(context, findings);
        installed(context, own, findings);
        ImportedSources sources = ImportedSources.ofKept(context, own);
        Set<RootPath> imported = sources.of(own.keySet(), its -> imports(context, its), own::containsKey);
        if (!context.kept().leftOut().isEmpty()) {
            leftOut(context, sources, own, imported, findings);
        }
        for (RootPath file : imported) {
            Source source = new Source(Optional.of(file), file.raw(), false);
            Optional<SourceLanguage> language = SourceLanguage.ofFile(file);
            if (language.isPresent()) {
                calls(context, source, language.get(), findings);
                data(context, file, findings);
                likely(context, file, findings);
            }
        }
    }

    /** Calls, and command lines and zones among the literals, of an application that lies among libraries. */
    private void installed(Context context, Map<RootPath, SourceLanguage> own, Findings findings) throws IOException {
        InstalledApplication application = new InstalledApplication();
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.reasons().stream().anyMatch(reason -> reason.kind() != Reason.Kind.TREE && isOwn(reason))) {
                application.started(kept.path());
            }
        }
        own.forEach((file, language) -> {
            if (SystemPaths.isSharedByPrograms(file.parent())) {
                application.imports(language, imports(context, file));
            }
        });
        if (application.isEmpty()) {
            return;
        }
        for (Selection.Kept kept : context.kept().all()) {
            RootPath file = kept.path();
            if (kept.node() instanceof Node.RegularFile node
                    && node.size() <= MAX_SIZE
                    && SourceLanguage.ofFile(file).isPresent()
                    && application.contains(file)) {
                if (!ofInstalled.containsKey(file)) {
                    List<Finding> made = new ArrayList<>();
                    commandLines(context, file, new Findings(FAMILY, made));
                    ofInstalled.put(file, made);
                }
                findings.addAll(ofInstalled.get(file));
                calls(
                        context,
                        new Source(Optional.of(file), file.raw(), false),
                        SourceLanguage.ofFile(file).orElseThrow(),
                        findings);
            }
        }
    }

    private void commandLines(Context context, RootPath file, Findings findings) throws IOException {
        String text = libraryText < MAX_LIBRARY_TEXT ? context.sourceText(file, MAX_SIZE) : "";
        libraryText += text.length();
        List<Literal> literals = literals(text);
        zones(context, file, literals, findings);
        for (Literal literal : literals) {
            if (COMMAND_LINE.matcher(literal.text()).matches()) {
                named(context, file, literal.text(), "line " + literal.line() + " of " + file.raw(), findings);
            }
        }
    }

    /** What the literals of an application file name. */
    private static void text(Context context, RootPath file, Findings findings) throws IOException {
        String text = context.text(file);
        List<Literal> literals = literals(text);
        if (STARTS.stream().anyMatch(text::contains)) {
            programs(context, file, literals, findings);
        }
        zones(context, file, literals, findings);
        bareZones(context, file, text, findings);
        paths(context, file, literals, findings);
        fonts(context, file, literals, findings);
    }

    /** What the calls of a file need. Only the choice of a library depends on which programs are kept. */
    private void calls(Context context, Source source, SourceLanguage language, Findings findings) throws IOException {
        SourceCalls.Found found = calls(context, source.file().orElseThrow(), language, source.own());
        List<Finding> made = ofCalls.get(source);
        if (made == null) {
            made = new ArrayList<>();
            calls(context, source, found, call -> call.use() != SourceCalls.Use.LIBRARY, new Findings(FAMILY, made));
            ofCalls.put(source, made);
        }
        findings.addAll(made);
        calls(context, source, found, call -> call.use() == SourceCalls.Use.LIBRARY, findings);
    }

    /** Modules that are always loaded with the application, and that the user excluded from their tree. */
    private void leftOut(
            Context context,
            ImportedSources kept,
            Map<RootPath, SourceLanguage> own,
            Set<RootPath> imported,
            Findings findings)
            throws IOException {
        ImportedSources leftOut = ImportedSources.ofLeftOut(context, own);
        Set<RootPath> loaded = new LinkedHashSet<>(own.keySet());
        Deque<RootPath> pending = new ArrayDeque<>(own.keySet());
        while (!pending.isEmpty()) {
            RootPath file = pending.pop();
            SourceCalls.Found found = read.get(file);
            if (found == null) {
                continue;
            }
            for (Map.Entry<String, Integer> each : found.always().entrySet()) {
                for (RootPath module : leftOut.modules(file, each.getKey())) {
                    findings.because(file)
                            .file(
                                    Finding.Level.RECOMMENDED,
                                    "line " + each.getValue() + " of " + file.raw() + " imports " + each.getKey(),
                                    Optional.of(module));
                }
                for (RootPath module : kept.modules(file, each.getKey())) {
                    if (imported.contains(module) && loaded.add(module)) {
                        pending.add(module);
                    }
                }
            }
        }
    }

    private Set<String> imports(Context context, RootPath file) {
        Optional<SourceLanguage> language = SourceLanguage.ofFile(file);
        SourceCalls.Found known = read.get(file);
        return known != null
                ? known.imports()
                : language.isPresent()
                        ? calls(context, file, language.get(), false).imports()
                        : Set.of();
    }

    /** Cached, since a file does not change. The text of the application is also read by others. */
    private SourceCalls.Found calls(Context context, RootPath file, SourceLanguage language, boolean own) {
        SourceCalls.Found known = read.get(file);
        if (known == null) {
            String text = own
                    ? context.sourceText(file, MAX_SIZE)
                    : libraryText < MAX_LIBRARY_TEXT ? context.sourceText(file, MAX_SIZE) : "";
            libraryText += own ? 0 : text.length();
            known = SourceCalls.of(language, text);
            read.put(file, known);
            dataNames.put(file, dataNames(text));
            likelyNames.put(file, likelyNames(context, text));
        }
        return known;
    }

    private static Optional<SourceLanguage> language(Context context, Selection.Kept kept, Node.RegularFile file)
            throws IOException {
        if (LIBRARY.matcher(kept.path().raw()).matches()
                || kept.reasons().stream().noneMatch(SourcePrograms::isOwn)) {
            return Optional.empty();
        }
        Optional<SourceLanguage> byName = SourceLanguage.ofFile(kept.path());
        if (byName.isPresent() || !file.attributes().isExecutable()) {
            return byName;
        }
        Optional<Shebang> line = context.shebang(kept.path());
        Optional<SourceLanguage> language = line.flatMap(SourceLanguage::ofLine);
        boolean perl = language.isEmpty()
                && line.isPresent()
                && PERL_BELOW.matcher(context.text(kept.path())).find();
        return perl ? Optional.of(SourceLanguage.PERL) : language;
    }

    private static boolean isOwn(Reason reason) {
        return switch (reason.kind()) {
            case STARTED, REQUESTED -> true;
            case HIDDEN, TREE -> Family.OF_APPLICATION.contains(reason.family());
            case INCLUDED, INTERPRETER, LIBRARY, CONFIGURATION, TRACED, GENERATED, LINK, PARENT -> false;
        };
    }

    /** {@code python3 -c TEXT}, {@code perl -e TEXT}: for everything that the image is seen to start. */
    private static void arguments(Context context, Findings findings) throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (Event event : context.processes().ofImage()) {
            if (!(event instanceof Event.Started started)) {
                continue;
            }
            Invocation invocation = started.invocation();
            Optional<SourceLanguage> language = SourceLanguage.ofInterpreter(invocation.name());
            Optional<String> text = language.isEmpty()
                    ? Optional.empty()
                    : SourceCalls.textArgument(language.get(), invocation.arguments());
            if (text.isPresent() && text.get().length() <= MAX_SIZE && seen.add(text.get())) {
                String where = "the text that " + started.where().text() + " gives " + invocation.name();
                Source source = new Source(started.where().file(), where, true);
                calls(
                        context,
                        source,
                        SourceCalls.of(language.get(), Marked.plain(text.get())),
                        call -> true,
                        findings);
            }
        }
    }

    private static void calls(
            Context context,
            Source source,
            SourceCalls.Found found,
            Predicate<SourceCalls.Call> wanted,
            Findings findings)
            throws IOException {
        for (SourceCalls.Call call : found.calls()) {
            if (!wanted.test(call)) {
                continue;
            }
            String where = "line " + call.line() + " of " + source.where();
            source.file().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
            switch (call.use()) {
                case ARGV -> {
                    String first = call.words().get(0);
                    if (Builtins.contains(first)) {
                        // No shell is started, so the program of that name is.
                        findings.file(program(source), where + " runs " + first, command(context, first));
                    }
                    started(context, source, where, argv(call.words()), findings);
                }
                case SHELL -> shell(context, source, where, call.words().get(0), findings);
                case PROGRAM -> {
                    for (String word : call.words()) {
                        findings.file(program(source), where + " looks for " + word, command(context, word));
                    }
                }
                case LIBRARY -> {
                    for (String word : call.words()) {
                        library(context, word, where, findings);
                    }
                }
                case LOCALE -> {
                    for (String word : call.words()) {
                        locale(context, word, where, findings);
                    }
                }
                case FILE -> {
                    String file = call.words().get(0);
                    findings.file(Finding.Level.RECOMMENDED, where + " needs " + file, context.file(file));
                }
            }
        }
    }

    /** Other people's code is known to be loaded, but not whether it is executed. */
    private static Finding.Level program(Source source) {
        return source.own() ? Finding.Level.RECOMMENDED : Finding.Level.UNCERTAIN;
    }

    private static Optional<RootPath> command(Context context, String word) throws IOException {
        if (word.startsWith("/")) {
            return Marked.isPattern(word) ? Optional.empty() : context.file(word);
        }
        return NAME.matcher(word).matches() ? Scripts.command(context, word) : Optional.empty();
    }

    /** As a shell command, so that what the program starts is followed. The name may occur twice. */
    private static Optional<String> argv(List<String> words) {
        List<String> argv = new ArrayList<>(words);
        while (!argv.isEmpty() && argv.get(0).equals(Marked.UNKNOWN)) {
            return Optional.empty();
        }
        if (argv.size() > 1 && argv.get(0).endsWith(argv.get(1)) && argv.get(0).startsWith("/")) {
            argv.remove(1);
        }
        StringBuilder text = new StringBuilder();
        for (String word : argv) {
            boolean plain = word.equals(Marked.UNKNOWN) || NAME.matcher(word).matches();
            text.append(text.length() == 0 ? "" : " ").append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return text.length() == 0 ? Optional.empty() : Optional.of(text.toString());
    }

    private static void started(Context context, Source source, String where, Optional<String> text, Findings findings)
            throws IOException {
        if (text.isPresent()) {
            new ProcessFindings(context, findings, program(source), false)
                    .text(where, source.file(), text.get(), context.commands().workingDirectory());
        }
    }

    private static void shell(Context context, Source source, String where, String text, Findings findings)
            throws IOException {
        if (text.equals(Marked.UNKNOWN) || text.isBlank()) {
            return;
        }
        findings.file(program(source), where + " starts a shell", context.file("/bin/sh"));
        int end = text.indexOf(' ');
        String first = end < 0 ? text.strip() : text.substring(0, end);
        if (Builtins.contains(first)) {
            // Perl and Ruby start a command without special characters themselves, also what is built into a shell.
            findings.file(program(source), where + " runs " + first, command(context, first));
        }
        started(context, source, where, Optional.of(text), findings);
    }

    /** Any literal of a file that starts programs. */
    private static void programs(Context context, RootPath file, List<Literal> literals, Findings findings)
            throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (Literal literal : literals) {
            if (seen.add(literal.text())) {
                named(context, file, literal.text(), "line " + literal.line() + " of " + file.raw(), findings);
            }
        }
    }

    private static void named(Context context, RootPath file, String text, String where, Findings findings)
            throws IOException {
        Optional<RootPath> program = NAME.matcher(text).matches() && !Builtins.contains(text)
                ? Scripts.command(context, text)
                : Optional.empty();
        if (program.isPresent()) {
            findings.because(file).file(Finding.Level.RECOMMENDED, where + " names " + text, program);
            return;
        }
        int blank = text.indexOf(' ');
        boolean line = blank > 0
                && NAME.matcher(text.substring(0, blank)).matches()
                && Scripts.command(context, text.substring(0, blank)).isPresent();
        if (line) {
            new ProcessFindings(context, findings, Finding.Level.UNCERTAIN, false)
                    .text(where, Optional.of(file), text, context.commands().workingDirectory());
        } else if (text.startsWith("/")) {
            findings.because(file).file(Finding.Level.UNCERTAIN, where + " names " + text, context.file(text));
        }
    }

    /** Files and directories that an application names: {@code "/etc/mime.types"}, {@code SOURCE_DIR = "/usr/lib/x"}. */
    private static void paths(Context context, RootPath file, List<Literal> literals, Findings findings)
            throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (Literal literal : literals) {
            String name = literal.text();
            boolean absolute = name.length() > 1 && name.startsWith("/") && name.indexOf('\0') < 0;
            if (absolute && !SystemPaths.isMounted(name) && seen.add(name)) {
                Optional<RootPath> directory = context.directory(name);
                boolean own = directory.isPresent()
                        && !directory.get().parent().isRoot()
                        && !SystemPaths.isSharedByPrograms(directory.get())
                        && !SystemPaths.isSystemDirectory(directory.get())
                        && !TreeSize.isLarge(context, directory.get());
                Optional<RootPath> there = directory.isPresent() ? Optional.empty() : context.file(name);
                if (there.isPresent() && !SystemPaths.isSecret(there.get()) && !isProgram(context, there.get())) {
                    findings.because(file)
                            .file(
                                    Finding.Level.EXPECTED,
                                    "line " + literal.line() + " of " + file.raw() + " names " + name,
                                    there);
                }
                if (own) {
                    findings.because(file)
                            .tree(
                                    TreeSize.size(context, directory.get(), MAX_OWN) <= MAX_OWN
                                            ? Finding.Level.EXPECTED
                                            : Finding.Level.UNCERTAIN,
                                    "line " + literal.line() + " of " + file.raw() + " names " + name,
                                    directory);
                }
            }
        }
    }

    /** The paths in a text that may be directories of data. */
    private static Set<String> dataNames(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher path = DATA.matcher(text);
        while (path.find()) {
            names.add(path.group(1));
        }
        return names;
    }

    /** The literals of a text that are names of programs of packages that were requested, or that these ask for. */
    private Set<String> likelyNames(Context context, String text) {
        if (likely == null) {
            likely = context.packages().likelyPrograms();
        }
        Set<String> names = new LinkedHashSet<>();
        Matcher word = QUOTED.matcher(likely.isEmpty() ? "" : text);
        while (word.find()) {
            if (likely.contains(word.group(1))) {
                names.add(word.group(1));
            }
        }
        return names;
    }

    /** A default of a setting, for example, that is passed to a function which starts it: {@code 'graphviz_dot', 'dot'}. */
    private void likely(Context context, RootPath file, Findings findings) throws IOException {
        for (String name : likelyNames.getOrDefault(file, Set.of())) {
            findings.because(file)
                    .file(
                            Finding.Level.EXPECTED,
                            file.raw() + " is imported and names " + name
                                    + ", a program of a package that was requested or that one of these asks for",
                            Scripts.command(context, name));
        }
    }

    /** Directories of data that an imported module names: {@code '/usr/share/hyphen/'}. */
    private void data(Context context, RootPath file, Findings findings) throws IOException {
        List<Finding> made = ofData.get(file);
        if (made == null) {
            made = new ArrayList<>();
            for (String name : dataNames.getOrDefault(file, Set.of())) {
                Optional<RootPath> directory = context.directory(name);
                boolean counts = directory.isPresent()
                        && !SystemPaths.isSharedByPrograms(directory.get())
                        && !SystemPaths.isSystemDirectory(directory.get())
                        && TreeSize.size(context, directory.get(), MAX_DATA) <= MAX_DATA;
                if (counts) {
                    new Findings(FAMILY, made)
                            .because(file)
                            .tree(Finding.Level.EXPECTED, file.raw() + " names " + name, directory);
                }
            }
            ofData.put(file, made);
        }
        findings.addAll(made);
    }

    /** Imaging libraries search for a font file by name below the font directories. */
    private static void fonts(Context context, RootPath file, List<Literal> literals, Findings findings)
            throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (Literal literal : literals) {
            if (FONT.matcher(literal.text()).matches() && seen.add(literal.text())) {
                for (String directory : List.of("/usr/share/fonts/**/", "/usr/local/share/fonts/**/")) {
                    findings.because(file)
                            .files(
                                    Finding.Level.RECOMMENDED,
                                    "line " + literal.line() + " of " + file.raw() + " names the font "
                                            + literal.text(),
                                    context.glob(directory + literal.text()));
                }
            }
        }
    }

    /** Programs are handled elsewhere: {@link #named}. */
    private static boolean isProgram(Context context, RootPath file) throws IOException {
        return context.node(file).orElse(null) instanceof Node.RegularFile node
                && (node.attributes().isExecutable() || node.size() > MAX_OWN);
    }

    /** Time zones are files: {@code ZoneInfo('Europe/Berlin')}, {@code DateTime.TimeZone}. */
    private static void zones(Context context, RootPath file, List<Literal> literals, Findings findings)
            throws IOException {
        for (Literal literal : literals) {
            if (ZONE.matcher(literal.text()).matches()) {
                findings.because(file)
                        .file(
                                Finding.Level.RECOMMENDED,
                                "line " + literal.line() + " of " + file.raw() + " names the zone " + literal.text(),
                                context.file("/usr/share/zoneinfo/" + literal.text()));
            }
        }
    }

    /** {@code clock format 0 -timezone :America/New_York}: of languages whose words need no quotes. */
    private static void bareZones(Context context, RootPath file, String text, Findings findings) throws IOException {
        Matcher zone = BARE_ZONE.matcher(text);
        while (zone.find()) {
            findings.because(file)
                    .file(
                            Finding.Level.RECOMMENDED,
                            file.raw() + " names the zone " + zone.group(1),
                            context.file("/usr/share/zoneinfo/" + zone.group(1)));
        }
    }

    private static void locale(Context context, String word, String where, Findings findings) throws IOException {
        if (!LOCALE.matcher(word).matches()) {
            return;
        }
        String evidence = where + " sets the locale " + word;
        findings.file(Finding.Level.RECOMMENDED, evidence, context.file("/usr/lib/locale/locale-archive"));
        int dot = word.indexOf('.');
        String codeset = dot < 0 ? "" : word.substring(dot + 1).replace("-", "").toLowerCase(java.util.Locale.ROOT);
        for (String name : List.of(word, dot < 0 ? word : word.substring(0, dot + 1) + codeset)) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, context.directory("/usr/lib/locale/" + name));
        }
    }

    /**
     * {@code CDLL("libx.so.1")}, {@code find_library("x")}: as the loader finds it, otherwise by the name that the
     * linker uses.
     */
    private static void library(Context context, String text, String where, Findings findings) throws IOException {
        String evidence = evidenceOf(where, text);
        if (text.startsWith("/") && !Marked.isPattern(text)) {
            findings.file(Finding.Level.RECOMMENDED, evidence, context.file(text));
            return;
        }
        if (Marked.isPattern(text)) {
            findings.files(Finding.Level.RECOMMENDED, evidenceOf(where, text), libraries(context, text));
            return;
        }
        if (!LIBRARY_NAME.matcher(text).matches() || text.startsWith(".")) {
            return;
        }
        Optional<Context.Elf> host =
                context.elfs().stream().filter(Context.Elf::isProgram).findFirst();
        if (host.isEmpty()) {
            return;
        }
        String stem = text.startsWith("lib") ? text : "lib" + text;
        List<RootPath> found = new ArrayList<>();
        for (String name : List.of(text, stem, text + ".so", stem + ".so")) {
            if (name.contains(".so") && found.isEmpty()) {
                context.library(host.get(), name).ifPresent(found::add);
            }
        }
        if (found.isEmpty() && !text.contains(".so.") && !text.matches(".+\\.(?:dll|dylib|rb|js|py)")) {
            String base = stem.endsWith(".so") ? stem : stem + ".so";
            for (String place : LIBRARY_DIRECTORIES) {
                found.addAll(context.glob(place + base + ".*"));
            }
        }
        findings.files(Finding.Level.RECOMMENDED, evidence, found);
    }

    private static String evidenceOf(String where, String library) {
        return where + " names the library " + Marked.shown(library);
    }

    /** {@code "/usr/lib/#{arch}/libx.#{ext}"}: the libraries that such a name may mean; none if they are many. */
    private static List<RootPath> libraries(Context context, String text) throws IOException {
        String name = text.substring(text.lastIndexOf('/') + 1);
        if (LITERALS.matcher(name).replaceAll("").length() < MIN_LIBRARY_NAME) {
            return List.of();
        }
        List<RootPath> found = new ArrayList<>();
        for (String place : text.startsWith("/") ? List.of("") : LIBRARY_DIRECTORIES) {
            for (RootPath path : context.glob(place + Marked.glob(text))) {
                if (SHARED.matcher(path.name()).find()) {
                    found.add(path);
                }
            }
        }
        return found.size() > MAX_LIBRARIES ? List.of() : found;
    }

    /** Text between quotes, as in all these languages; a literal that is not closed on its line is ignored. */
    private static List<Literal> literals(String text) {
        List<Literal> all = new ArrayList<>();
        int line = 1;
        int at = 0;
        while (at < text.length() && all.size() < MAX_LITERALS) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
            } else if (c == '"' || c == '\'' || c == '`') {
                StringBuilder literal = new StringBuilder();
                int end = at + 1;
                while (end < text.length() && text.charAt(end) != c && text.charAt(end) != '\n') {
                    end += text.charAt(end) == '\\' ? 1 : 0;
                    if (end < text.length()) {
                        literal.append(text.charAt(end));
                    }
                    end++;
                }
                boolean closed = end < text.length() && text.charAt(end) == c;
                if (closed && literal.length() > 1 && literal.length() <= MAX_LITERAL) {
                    all.add(new Literal(literal.toString(), line));
                }
                at = closed ? end : at;
            }
            at++;
        }
        return all;
    }
}
