package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.accounts.Homes;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.modules.ModuleLanguage;
import dev.whittle.discover.modules.ModuleLibrary;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's library: Modules/getpath.py finds it next to the interpreter, by its version; Lib/site.py adds virtual
 * environments, user directories and path files.
 */
public final class Python implements Detector {
    static final String NAME = "python";

    private static final Pattern VERSION = Pattern.compile("(?:lib)?python([23]\\.[0-9]+)m?(?:\\.so.*)?");
    private static final Pattern PROGRAM = Pattern.compile("python([23](\\.[0-9]+)?)?");

    private static final List<String> PACKAGES = List.of("/site-packages", "/dist-packages");

    /** By version and place. */
    private final Map<String, ModuleLibrary> libraries = new HashMap<>();

    /** Limit for a path file: build tools write only a few lines. */
    private static final long MAX_PATH_FILE = 1L << 16;

    private final Typelibs typelibs = new Typelibs();

    @Override
    public Family family() {
        return new Family(
                NAME,
                "python3.N and libpython3.N: the standard library, site-packages, virtual environments, PYTHONPATH");
    }

    public static boolean isPython(Context.Elf elf) {
        return VERSION.matcher(elf.path().name()).matches();
    }

    /** The version in the name of an interpreter or of its library, such as {@code 3.11}. */
    static Optional<String> version(String name) {
        Matcher version = VERSION.matcher(name);
        return version.matches() ? Optional.of(version.group(1)) : Optional.empty();
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        boolean any = false;
        List<RootPath> environments = new ArrayList<>();
        for (Selection.Kept kept : context.kept().all()) {
            if (PROGRAM.matcher(kept.path().name()).matches()) {
                findings.because(kept.path());
                environments.addAll(virtualEnvironment(context, kept.path(), findings));
            }
        }
        for (Context.Elf elf : context.elfs()) {
            Matcher version = VERSION.matcher(elf.path().name());
            if (version.matches()) {
                any = true;
                library(context, elf, version.group(1), environments, findings);
            }
        }
        if (any) {
            for (Selection.Kept kept : context.kept().all()) {
                findings.because(kept.path());
                if (kept.path().name().endsWith(".pth")) {
                    pathFile(context, kept, findings);
                }
            }
            LibraryTrees.addNamed(context, List.of("PYTHONPATH"), findings);
            PythonApplication.add(context, findings);
            typelibs.add(context, findings);
        }
    }

    private void library(
            Context context, Context.Elf elf, String version, List<RootPath> environments, Findings findings)
            throws IOException {
        List<RootPath> standard = new ArrayList<>();
        List<RootPath> installed = new ArrayList<>();
        for (String prefix : prefixes(elf.path())) {
            for (String directory : List.of(prefix + "/lib/python" + version, prefix + "/lib64/python" + version)) {
                Optional<RootPath> found = context.directory(directory);
                RootPath real = found.isPresent() ? context.real(found.get()) : RootPath.ROOT;
                if (!real.isRoot() && !standard.contains(real)) {
                    standard.add(real);
                }
                for (String packages : PACKAGES) {
                    context.directory(directory + packages).ifPresent(installed::add);
                }
            }
            context.directory(prefix + "/lib/python" + version.charAt(0) + "/dist-packages")
                    .ifPresent(installed::add);
        }
        for (RootPath environment : environments) {
            for (String packages : PACKAGES) {
                context.directory(environment.raw() + packages).ifPresent(installed::add);
            }
        }
        String evidence = elf.path().raw() + " is Python " + version;
        findings.because(elf.path());
        Optional<RootPath> home = Homes.own(context);
        if (home.isPresent()) {
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    evidence + ", and looks for the user's modules",
                    context.directory(home.get().raw() + "/.local/lib/python" + version));
        }
        List<PythonRun> runs = PythonRun.all(context, version);
        Optional<String> unknown = LibraryTrees.whyUnknown(context, elf).or(() -> embedded(context, elf));
        for (PythonRun run : runs) {
            if (unknown.isEmpty() && (run.unknown() || run.lacksScript(context))) {
                unknown =
                        Optional.of("what it runs for " + run.started().where().text() + " is not known");
            }
        }
        if (unknown.isPresent()) {
            String reason = evidence + ", and " + unknown.get();
            findings.trees(Finding.Level.REQUIRED, reason, standard);
            findings.trees(Finding.Level.REQUIRED, reason, installed);
            findings.trees(Finding.Level.REQUIRED, reason, environments);
            return;
        }
        String key = version + " " + standard;
        ModuleLibrary library = libraries.get(key);
        if (library == null) {
            library = ModuleLibrary.of(context, ModuleLanguage.PYTHON, NAME, evidence, elf.path(), version, standard);
            libraries.put(key, library);
        }
        // Modules/getpath.py looks for this directory, even if no module in it is needed.
        findings.because(elf.path());
        for (RootPath directory : standard) {
            findings.file(Finding.Level.REQUIRED, evidence, context.directory(directory.raw() + "/lib-dynload"));
        }
        library.addInstalled(context, installed);
        for (PythonRun run : runs) {
            run.addTo(context, library);
        }
        library.look(context, findings);
        findings.because(elf.path());
        findings.trees(
                Finding.Level.POSSIBLE,
                evidence + "; nothing that is kept imports the other modules of its library",
                library.directories());
    }

    /** A program with libpython and its own modules runs scripts of its users: debuggers, editors, drawing programs. */
    private static Optional<String> embedded(Context context, Context.Elf library) {
        Optional<String> soname =
                library.isProgram() ? Optional.empty() : library.facts().soname();
        for (Context.Elf elf : context.elfs()) {
            if (soname.isEmpty() || !elf.isProgram() || !elf.facts().needed().contains(soname.get())) {
                continue;
            }
            String data = "/usr/share/" + elf.path().name() + "/";
            boolean modules = context.kept().all().stream()
                    .map(Selection.Kept::path)
                    .anyMatch(path -> path.raw().startsWith(data) && path.name().endsWith(".py"));
            if (modules) {
                return Optional.of(elf.path().raw() + " runs modules of its own and of its users");
            }
        }
        return Optional.empty();
    }

    /** PEP 405: pyvenv.cfg is in the directory of the interpreter, as it was started, or in the parent directory. */
    private static List<RootPath> virtualEnvironment(Context context, RootPath program, Findings findings)
            throws IOException {
        List<RootPath> libraries = new ArrayList<>();
        RootPath beside = program.parent();
        for (RootPath prefix : List.of(beside, beside.parent())) {
            Optional<RootPath> settings =
                    prefix.isRoot() ? Optional.empty() : context.file(prefix.raw() + "/pyvenv.cfg");
            if (settings.isEmpty()) {
                continue;
            }
            String evidence = program.raw() + " is started in the virtual environment " + prefix.raw();
            findings.file(Finding.Level.REQUIRED, evidence, settings);
            for (String library : List.of("/lib", "/lib64")) {
                for (RootPath directory : context.list(RootPath.of(prefix.raw() + library))) {
                    if (VERSION.matcher(directory.name()).matches()) {
                        context.directory(directory.raw()).ifPresent(libraries::add);
                    }
                }
            }
        }
        return libraries;
    }

    /**
     * Lib/site.py:addpackage: a line that is not a comment or an import is a directory, relative to the file's own.
     */
    private static void pathFile(Context context, Selection.Kept kept, Findings findings) throws IOException {
        if (!(kept.node() instanceof Node.RegularFile file) || file.size() > MAX_PATH_FILE) {
            return;
        }
        for (String text : context.text(kept.path()).split("\n", -1)) {
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("import ")) {
                continue;
            }
            String path = line.startsWith("/") ? line : kept.path().parent().raw() + "/" + line;
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    kept.path().raw() + " names " + line,
                    context.directory(path).filter(directory -> !SystemPaths.isSharedByPrograms(directory)));
        }
    }

    /** PREFIX of PREFIX/bin/python, PREFIX/lib/libpython, PREFIX/lib/TRIPLET/libpython; and the two usual ones. */
    static List<String> prefixes(RootPath program) {
        RootPath directory = program.parent();
        RootPath up = directory.parent();
        List<String> all = new ArrayList<>(List.of(up.isRoot() ? "" : up.raw()));
        if (up.name().equals("lib")) {
            all.add(up.parent().isRoot() ? "" : up.parent().raw());
        }
        all.add("/usr");
        all.add("/usr/local");
        return all.stream().distinct().toList();
    }
}
