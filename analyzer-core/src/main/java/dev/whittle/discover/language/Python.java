package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.accounts.Homes;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /** Path files are short, also those written by build tools. */
    private static final long MAX_PATH_FILE = 1L << 16;

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
        for (Context.Elf elf : context.elfs()) {
            Matcher version = VERSION.matcher(elf.path().name());
            if (version.matches()) {
                any = true;
                findings.because(elf.path());
                library(context, elf, version.group(1), findings);
            }
        }
        if (any) {
            for (Selection.Kept kept : context.kept().all()) {
                findings.because(kept.path());
                if (PROGRAM.matcher(kept.path().name()).matches()) {
                    virtualEnvironment(context, kept.path(), findings);
                } else if (kept.path().name().endsWith(".pth")) {
                    pathFile(context, kept, findings);
                }
            }
            LibraryTrees.addNamed(context, List.of("PYTHONPATH"), findings);
            PythonApplication.add(context, findings);
        }
    }

    private static void library(Context context, Context.Elf elf, String version, Findings findings)
            throws IOException {
        List<RootPath> trees = new ArrayList<>();
        for (String prefix : prefixes(elf.path())) {
            for (String directory : List.of(
                    prefix + "/lib/python" + version,
                    prefix + "/lib64/python" + version,
                    prefix + "/lib/python" + version.charAt(0) + "/dist-packages")) {
                context.directory(directory).ifPresent(trees::add);
            }
        }
        findings.trees(Finding.Level.REQUIRED, elf.path().raw() + " is Python " + version, trees);
        Optional<RootPath> home = Homes.own(context);
        if (home.isPresent()) {
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    elf.path().raw() + " is Python " + version + ", and looks for the user's modules",
                    context.directory(home.get().raw() + "/.local/lib/python" + version));
        }
    }

    /** PEP 405: pyvenv.cfg is next to the interpreter under the name that it is started with, or one directory up. */
    private static void virtualEnvironment(Context context, RootPath program, Findings findings) throws IOException {
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
                    findings.tree(
                            Finding.Level.REQUIRED,
                            evidence,
                            VERSION.matcher(directory.name()).matches()
                                    ? context.directory(directory.raw())
                                    : Optional.empty());
                }
            }
        }
    }

    /**
     * Lib/site.py:addpackage: a line that is not a comment or an import is a directory, relative to the file's own.
     */
    private static void pathFile(Context context, Selection.Kept kept, Findings findings) throws IOException {
        if (!(kept.node() instanceof Node.RegularFile file) || file.size() > MAX_PATH_FILE) {
            return;
        }
        for (String each : context.text(kept.path()).split("\n", -1)) {
            String line = each.strip();
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
