package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.StartScripts;
import dev.whittle.path.RootPath;
import dev.whittle.process.Environment;
import dev.whittle.process.Event;
import dev.whittle.process.Invocation;
import dev.whittle.process.Marked;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the application of one Python process always imports at start: the top-level imports of the file that the
 * command names, and of the application's modules that these import. The number of files is limited.
 */
final class PythonApplication {
    private static final int MAX_FILES = 500;
    private static final int MAX_PROCESSES = 16;

    /**
     * How applications are passed to servers (PEP 3333, "Specification Details"; entry points):
     * {@code package.module:name}.
     */
    private static final Pattern REFERENCE =
            Pattern.compile("[A-Za-z_]\\w*+(?:\\.[A-Za-z_]\\w*+)*+:[A-Za-z_][\\w.]*+(?:\\(.*\\))?");

    /** Programs that install packages: the modules that are imported afterwards do not exist yet. */
    private static final Pattern INSTALLER =
            Pattern.compile("pip[0-9.]*|pipx|pipenv|easy_install|uv|poetry|pdm|hatch|conda|mamba|micromamba");

    private final Context context;
    private final Findings findings;
    private final StartScripts scripts;
    private final Event.Started started;
    private final PythonPath path;
    private final Deque<Source> pending = new ArrayDeque<>();
    private final Set<RootPath> read = new HashSet<>();
    private final Set<String> imported = new HashSet<>();

    /** By the name of the module. */
    private final Map<String, Missing> missing = new LinkedHashMap<>();

    private record Missing(String evidence, Optional<RootPath> because) {}

    /**
     * A file of the application.
     *
     * @param certain whether it is always loaded when the process starts
     */
    private record Source(RootPath file, boolean certain) {}

    private static final class Table {
        static final Set<String> BUILT_IN = read();

        private static Set<String> read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(PythonApplication.class.getResourceAsStream("python-built-in.txt")),
                    StandardCharsets.US_ASCII))) {
                return lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private PythonApplication(
            Context context, Findings findings, StartScripts scripts, Event.Started started, String version) {
        this.context = context;
        this.findings = findings;
        this.scripts = scripts;
        this.started = started;
        this.path = new PythonPath(context, version);
    }

    /** For every Python process that the image is seen to start. */
    static void add(Context context, Findings findings) throws IOException {
        List<Event> events = context.processes().ofImage();
        boolean installs = events.stream().anyMatch(PythonApplication::isInstaller);
        StartScripts scripts = StartScripts.of(context);
        Set<List<Object>> seen = new HashSet<>();
        for (Event event : events) {
            if (event instanceof Event.Started started) {
                Invocation invocation = started.invocation();
                RootPath real = context.processes().files().real(invocation.program());
                Optional<String> version = Python.version(real.name());
                boolean isNew = version.isPresent()
                        && seen.add(List.of(
                                invocation.program(), invocation.argv(), invocation.directory(), started.certainty()));
                if (isNew && seen.size() <= MAX_PROCESSES) {
                    PythonApplication application =
                            new PythonApplication(context, findings, scripts, started, version.get());
                    application.follow(real, installs);
                }
            }
        }
    }

    private static boolean isInstaller(Event event) {
        if (event instanceof Event.Missing missing) {
            return INSTALLER.matcher(missing.command()).matches();
        }
        if (!(event instanceof Event.Started started)) {
            return false;
        }
        List<String> arguments = started.invocation().arguments();
        int module = arguments.indexOf("-m");
        return INSTALLER.matcher(started.invocation().name()).matches()
                || (module >= 0
                        && module + 1 < arguments.size()
                        && INSTALLER.matcher(arguments.get(module + 1)).matches());
    }

    private void follow(RootPath real, boolean installs) throws IOException {
        PythonRun run = PythonRun.of(started);
        Optional<RootPath> file = run.script().isEmpty() || run.unknown()
                ? Optional.empty()
                : script(run.script().get());
        if (run.unknown() || (run.module().isEmpty() && file.isEmpty())) {
            return;
        }
        search(real, file, installs);
        boolean certain = started.certainty() == Event.Certainty.STRAIGHT;
        if (file.isPresent()) {
            pending.add(new Source(file.get(), certain));
        } else {
            startModule(run.module().orElseThrow(), certain);
        }
        arguments(run.rest());
        while (!pending.isEmpty() && read.size() < MAX_FILES) {
            read(pending.pop());
        }
        report();
    }

    /** A file, or a directory with {@code __main__.py}. */
    private Optional<RootPath> script(String name) throws IOException {
        String absolute =
                context.processes().files().absolute(name, started.invocation().directory());
        Optional<RootPath> file = context.file(absolute);
        return file.isPresent() ? file : context.file(absolute + "/__main__.py");
    }

    private void search(RootPath real, Optional<RootPath> script, boolean installs) throws IOException {
        Invocation invocation = started.invocation();
        Environment environment = invocation.environment();
        List<String> prefixes = new ArrayList<>(Python.prefixes(real));
        RootPath beside = invocation.program().parent();
        prefixes.add(beside.parent().isRoot() ? "" : beside.parent().raw());
        for (String home : values(environment, "PYTHONHOME")) {
            prefixes.addAll(List.of(home.split(":", -1)));
        }
        path.addStandard(prefixes);
        if (script.isPresent()) {
            path.addApplication(script.get().parent().raw());
            path.addApplication(
                    context.processes().files().real(script.get()).parent().raw());
        }
        String directory = invocation.directory();
        if (Marked.isPattern(directory)) {
            path.becomeDynamic();
        } else {
            path.addApplication(directory);
        }
        for (String value : values(environment, "PYTHONPATH")) {
            for (String entry : value.split(":", -1)) {
                if (!entry.isEmpty()) {
                    path.addApplication(context.processes().files().absolute(entry, directory));
                }
            }
        }
        path.addSites(sitePrefixes(beside, prefixes));
        path.readCustomizations();
        for (String entry : path.directories()) {
            if (scripts.isInVolume(entry) || context.file(entry).isPresent()) {
                path.becomeDynamic(); // the content of an archive is unknown
            }
        }
        if (installs) {
            path.becomeDynamic();
        }
    }

    /** PEP 405: a virtual environment has its own packages, and sees others only if configured. */
    private List<String> sitePrefixes(RootPath beside, List<String> prefixes) throws IOException {
        for (RootPath prefix : List.of(beside, beside.parent())) {
            Optional<RootPath> settings =
                    prefix.isRoot() ? Optional.empty() : context.file(prefix.raw() + "/pyvenv.cfg");
            if (settings.isPresent() && !PythonPath.seesSystem(context.text(settings.get()))) {
                return List.of(prefix.raw());
            }
            if (settings.isPresent()) {
                List<String> extended = new ArrayList<>(prefixes);
                extended.add(prefix.raw());
                return extended;
            }
        }
        return prefixes;
    }

    private List<String> values(Environment environment, String name) {
        List<String> values = new ArrayList<>();
        for (String value : environment.get(name)) {
            if (Marked.isPattern(value) || value.indexOf('\0') >= 0) {
                path.becomeDynamic();
            } else if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }

    /** Lib/runpy.py: a module, or the {@code __main__} of a package. */
    private void startModule(String name, boolean certain) throws IOException {
        if (!name.matches("[A-Za-z_]\\w*+(\\.[A-Za-z_]\\w*+)*+")) {
            return;
        }
        String evidence = started.where().text() + " runs the Python module " + name;
        PythonSource.Import start = new PythonSource.Import(0, 0, name, List.of("__main__"));
        load(evidence, started.where().file(), start, certain);
    }

    /** The arguments after the script: references to the application, and more files of it. */
    private void arguments(List<String> words) throws IOException {
        for (String word : words) {
            if (REFERENCE.matcher(word).matches()) {
                PythonSource.Import reference =
                        new PythonSource.Import(0, 0, word.substring(0, word.indexOf(':')), List.of());
                Optional<PythonPath.Module> module = path.find(reference.top());
                if (module.isPresent() && module.get().local()) {
                    load(
                            started.where().text() + " names " + word,
                            started.where().file(),
                            reference,
                            started.certainty() == Event.Certainty.STRAIGHT);
                }
            } else if (word.endsWith(".py") && !Marked.isPattern(word)) {
                script(word).ifPresent(file -> pending.add(new Source(file, false)));
            }
        }
    }

    private void read(Source source) throws IOException {
        RootPath real = context.processes().files().real(source.file());
        if (!read.add(real)) {
            return;
        }
        String text = context.text(real);
        PythonSource python = PythonSource.of(text);
        if (python.changesPath()) {
            path.becomeDynamic();
        }
        for (PythonSource.Import module : python.imports()) {
            String evidence = "line " + module.line() + " of " + source.file().raw() + " imports ";
            boolean certain = source.certain() && python.isClear();
            if (module.level() == 0) {
                load(evidence + module.top(), Optional.of(real), module, certain);
            } else {
                RootPath directory = source.file().parent();
                for (int up = 1; up < module.level(); up++) {
                    directory = directory.parent();
                }
                String shown = evidence + ".".repeat(module.level()) + module.module();
                below(directory, parts(module.module()), module.names(), shown, Optional.of(real), certain);
            }
        }
    }

    /** Reads a module of the application; a module of a library is only reported. */
    private void load(String evidence, Optional<RootPath> because, PythonSource.Import start, boolean certain)
            throws IOException {
        String top = start.top();
        Optional<PythonPath.Module> found = path.find(top);
        if (found.isEmpty()) {
            if (certain && !missing.containsKey(top)) {
                missing.put(top, new Missing(evidence, because));
            }
            return;
        }
        PythonPath.Module module = found.get();
        if (imported.add(top)) {
            keep(evidence, because, module);
            if (!module.local() && path.changesPath(module)) {
                path.becomeDynamic();
            }
        }
        if (module.local()) {
            pending.add(new Source(module.file(), certain));
            Optional<RootPath> directory = module.directory();
            if (directory.isPresent()) {
                List<String> parts = parts(start.module());
                below(directory.get(), parts.subList(1, parts.size()), start.names(), evidence, because, certain);
            }
        }
    }

    private static List<String> parts(String module) {
        return module.isEmpty() ? List.of() : List.of(module.split("\\.", -1));
    }

    /** The parent packages of a dotted name, and those modules among the names that are imported from it. */
    private void below(
            RootPath start,
            List<String> parts,
            List<String> names,
            String evidence,
            Optional<RootPath> because,
            boolean certain)
            throws IOException {
        RootPath directory = start;
        for (String part : parts) {
            submodule(directory, part, evidence, because, certain);
            directory = directory.child(part);
        }
        for (String name : names) {
            submodule(directory, name, evidence, because, certain);
        }
    }

    private void submodule(
            RootPath directory, String name, String evidence, Optional<RootPath> because, boolean certain)
            throws IOException {
        Optional<PythonPath.Module> module = path.findIn(directory.raw(), name);
        if (module.isPresent()) {
            because.ifPresentOrElse(findings::because, findings::becauseOfTheImage);
            findings.file(
                    Finding.Level.RECOMMENDED,
                    evidence,
                    Optional.of(module.get().file()));
            pending.add(new Source(module.get().file(), certain));
        }
    }

    private void keep(String evidence, Optional<RootPath> because, PythonPath.Module module) {
        because.ifPresentOrElse(findings::because, findings::becauseOfTheImage);
        findings.file(Finding.Level.RECOMMENDED, evidence, Optional.of(module.file()));
        if (!module.local() && !module.standard()) {
            findings.tree(Finding.Level.RECOMMENDED, evidence, module.directory());
        }
    }

    private void report() {
        if (path.isDynamic() || missing.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>(missing.keySet());
        names.removeAll(Table.BUILT_IN);
        for (Context.Elf elf : context.elfs()) {
            if (Python.isPython(elf) && !names.isEmpty()) {
                names.removeAll(context.words(elf, Set.copyOf(names)));
            }
        }
        missing.forEach((name, reason) -> {
            if (names.contains(name) && !path.mayBeMade(name) && !scripts.mentions(name)) {
                reason.because().ifPresentOrElse(findings::because, findings::becauseOfTheImage);
                findings.missing(reason.evidence() + ", which the image does not have");
            }
        });
    }
}
