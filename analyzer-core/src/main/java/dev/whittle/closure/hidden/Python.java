package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's library: Modules/getpath.py finds it beside the interpreter, by its version; Lib/site.py what a virtual
 * environment, the user and path files add.
 */
final class Python implements Detector {
    static final String NAME = "python";

    private static final Pattern VERSION = Pattern.compile("(?:lib)?python([23]\\.[0-9]+)m?(?:\\.so.*)?");
    private static final Pattern PROGRAM = Pattern.compile("python([23](\\.[0-9]+)?)?");

    /** Path files are short; so is what a build tool writes into one. */
    private static final long MAX_PATH_FILE = 1L << 16;

    @Override
    public Family family() {
        return new Family(
                NAME,
                "python3.N and libpython3.N: the standard library, site-packages, virtual environments, PYTHONPATH");
    }

    static boolean isPython(Scene.Elf elf) {
        return VERSION.matcher(elf.path().name()).matches();
    }

    @Override
    public void look(Scene scene, Findings findings) throws IOException {
        boolean any = false;
        for (Scene.Elf elf : scene.elfs()) {
            Matcher version = VERSION.matcher(elf.path().name());
            if (version.matches()) {
                any = true;
                findings.because(elf.path());
                library(scene, elf, version.group(1), findings);
            }
        }
        if (any) {
            for (Selection.Kept kept : scene.kept().all()) {
                findings.because(kept.path());
                if (PROGRAM.matcher(kept.path().name()).matches()) {
                    virtualEnvironment(scene, kept.path(), findings);
                } else if (kept.path().name().endsWith(".pth")) {
                    pathFile(scene, kept, findings);
                }
            }
            LibraryTrees.addNamed(scene, List.of("PYTHONPATH"), findings);
        }
    }

    private static void library(Scene scene, Scene.Elf elf, String version, Findings findings) throws IOException {
        List<RootPath> trees = new ArrayList<>();
        for (String prefix : prefixes(elf)) {
            for (String directory : List.of(
                    prefix + "/lib/python" + version,
                    prefix + "/lib64/python" + version,
                    prefix + "/lib/python" + version.charAt(0) + "/dist-packages")) {
                scene.directory(directory).ifPresent(trees::add);
            }
        }
        findings.trees(Finding.Level.REQUIRED, elf.path().raw() + " is Python " + version, trees);
        Optional<RootPath> home = Homes.own(scene);
        if (home.isPresent()) {
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    elf.path().raw() + " is Python " + version + ", and looks for the user's modules",
                    scene.directory(home.get().raw() + "/.local/lib/python" + version));
        }
    }

    /** PEP 405: pyvenv.cfg stands beside the interpreter, by the name that it is started with, or one directory up. */
    private static void virtualEnvironment(Scene scene, RootPath program, Findings findings) throws IOException {
        RootPath beside = program.parent();
        for (RootPath prefix : List.of(beside, beside.parent())) {
            Optional<RootPath> settings = prefix.isRoot() ? Optional.empty() : scene.file(prefix.raw() + "/pyvenv.cfg");
            if (settings.isEmpty()) {
                continue;
            }
            String evidence = program.raw() + " is started in the virtual environment " + prefix.raw();
            findings.file(Finding.Level.REQUIRED, evidence, settings);
            for (String library : List.of("/lib", "/lib64")) {
                for (RootPath directory : scene.list(RootPath.of(prefix.raw() + library))) {
                    findings.tree(
                            Finding.Level.REQUIRED,
                            evidence,
                            VERSION.matcher(directory.name()).matches()
                                    ? scene.directory(directory.raw())
                                    : Optional.empty());
                }
            }
        }
    }

    /** Lib/site.py:addpackage: a line that is no comment and no import is a directory, seen from the file's own. */
    private static void pathFile(Scene scene, Selection.Kept kept, Findings findings) throws IOException {
        if (!(kept.node() instanceof Node.RegularFile file) || file.size() > MAX_PATH_FILE) {
            return;
        }
        for (String each : scene.text(kept.path()).split("\n", -1)) {
            String line = each.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("import ")) {
                continue;
            }
            String path = line.startsWith("/") ? line : kept.path().parent().raw() + "/" + line;
            findings.tree(
                    Finding.Level.RECOMMENDED,
                    kept.path().raw() + " names " + line,
                    scene.directory(path).filter(directory -> !OwnNames.isShared(directory)));
        }
    }

    /** PREFIX of PREFIX/bin/python, PREFIX/lib/libpython, PREFIX/lib/TRIPLET/libpython; and the usual two. */
    private static List<String> prefixes(Scene.Elf elf) {
        RootPath directory = elf.path().parent();
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
