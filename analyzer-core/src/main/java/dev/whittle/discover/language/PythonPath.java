package dev.whittle.discover.language;

import dev.whittle.discover.accounts.Homes;
import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a Python process looks for modules (Modules/getpath.py, Lib/site.py): directories of the application, then
 * those of libraries. If that depends on code, nothing is reported as missing.
 */
final class PythonPath {
    private static final long MAX_PATH_FILE = 1L << 16;
    private static final List<String> LIBRARIES = List.of("/lib", "/lib64");

    /** Code in a library module that changes where modules are searched for; importlib alone does not. */
    private static final Pattern CHANGES_PATH =
            Pattern.compile("\\bsys\\.path\\.(?:insert|append|extend)|\\bsys\\.path\\s*(?:\\[[^\\]]*\\]\\s*)?\\+?=(?!=)"
                    + "|\\bsys\\.(?:meta_path|path_hooks)\\b|\\baddsitedir\\b");

    private static final Pattern SYSTEM_SITE = Pattern.compile("(?m)^\\s*include-system-site-packages\\s*=\\s*true\\b");

    private final Context context;
    private final String version;
    private final Set<String> application = new LinkedHashSet<>();
    private final Set<String> libraries = new LinkedHashSet<>();
    private final Set<String> standard = new HashSet<>();
    private final List<String> code = new ArrayList<>();
    private final Map<String, Set<String>> listings = new HashMap<>();
    private boolean dynamic;

    /**
     * A module, by the first component of its name.
     *
     * @param file its source, its extension module, or its directory if it is a namespace package
     * @param directory of a package
     * @param local whether it belongs to the application
     * @param standard whether it belongs to the standard library
     */
    record Module(RootPath file, Optional<RootPath> directory, boolean local, boolean standard) {}

    /** @param version such as {@code 3.11} */
    PythonPath(Context context, String version) {
        this.context = context;
        this.version = version;
    }

    /** Whether code or the environment decides where else modules are found. */
    boolean isDynamic() {
        return dynamic;
    }

    void becomeDynamic() {
        dynamic = true;
    }

    Set<String> directories() {
        Set<String> all = new LinkedHashSet<>(application);
        all.addAll(libraries);
        return all;
    }

    /** Adds a directory of the application, unless it is already one of libraries. */
    void addApplication(String directory) throws IOException {
        if (isLibrary(directory)) {
            addSite(directory);
        } else {
            application.add(directory);
        }
    }

    private boolean isLibrary(String directory) {
        return standard.contains(directory)
                || RootPath.split(directory).stream()
                        .anyMatch(part -> part.equals("site-packages") || part.equals("dist-packages"));
    }

    /** @param prefixes that may contain the standard library and packages, without a trailing slash */
    void addStandard(List<String> prefixes) throws IOException {
        boolean any = false;
        for (String prefix : prefixes) {
            for (String library : LIBRARIES) {
                String directory = prefix + library + "/python" + version;
                any |= names(directory).contains("os.py") || names(directory).contains("os.pyc");
                for (String place : List.of(directory, directory + "/lib-dynload")) {
                    standard.add(place);
                    libraries.add(place);
                }
                dynamic |= context.file(prefix + library + "/python" + version.replace(".", "") + ".zip")
                        .isPresent();
            }
        }
        // Python does not start without its library; if none is found, it is in an unknown directory.
        dynamic |= !any;
    }

    /** @param prefixes of the interpreter or of virtual environments */
    void addSites(List<String> prefixes) throws IOException {
        List<String> sites = new ArrayList<>();
        for (String prefix : prefixes) {
            for (String library : LIBRARIES) {
                sites.add(prefix + library + "/python" + version + "/site-packages");
                sites.add(prefix + library + "/python" + version + "/dist-packages");
            }
            sites.add(prefix + "/lib/python" + version.charAt(0) + "/dist-packages");
        }
        Optional<RootPath> home = Homes.own(context);
        if (home.isPresent()) {
            sites.add(home.get().raw() + "/.local/lib/python" + version + "/site-packages");
        }
        for (String site : sites) {
            addSite(site);
        }
    }

    /** Whether a virtual environment sees the packages of its base interpreter (PEP 405). */
    static boolean seesSystem(String settings) {
        return SYSTEM_SITE.matcher(settings).find();
    }

    private void addSite(String directory) throws IOException {
        if (!libraries.add(directory)) {
            return;
        }
        for (String name : names(directory)) {
            if (name.endsWith(".pth")) {
                pathFile(directory, RootPath.of(directory).child(name));
            }
        }
    }

    /** Lib/site.py:addpackage: a line is a comment, code, or a path; a path to a file is an archive. */
    private void pathFile(String directory, RootPath file) throws IOException {
        if (!(context.node(file).orElse(null) instanceof Node.RegularFile regular) || regular.size() > MAX_PATH_FILE) {
            dynamic = true;
            return;
        }
        for (String text : context.text(file).split("\\R", -1)) {
            String line = text.strip();
            if (line.startsWith("import ") || line.startsWith("import\t")) {
                code(directory, line);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String path = line.startsWith("/") ? line : directory + "/" + line;
                if (context.file(path).isPresent()) {
                    dynamic = true;
                } else if (context.directory(path).isPresent()) {
                    libraries.add(path);
                }
            }
        }
    }

    /** Code in a path file may create modules without files. Their names are in the code, or in modules that it imports. */
    private void code(String directory, String line) throws IOException {
        code.add(line);
        dynamic |= line.contains("sys.path") || line.contains("addsitedir");
        for (PythonSource.Import module : PythonSource.of(line).imports()) {
            for (String path : List.of(module.top() + ".py", module.top() + "/__init__.py")) {
                Optional<RootPath> file = context.file(directory + "/" + path);
                if (file.isPresent()) {
                    code.add(context.text(file.get()));
                }
            }
        }
    }

    /** Modules that Lib/site.py imports at start, if they exist: distributions put hooks into them. */
    void readCustomizations() throws IOException {
        for (String name : List.of("sitecustomize", "usercustomize")) {
            Optional<Module> module = find(name);
            if (module.isPresent()) {
                dynamic |= changesPath(module.get());
            }
        }
    }

    /** Whether the code of a library module changes where modules are found. */
    boolean changesPath(Module module) throws IOException {
        boolean mayChange = !module.standard() || module.file().name().contains("customize");
        return mayChange && CHANGES_PATH.matcher(context.text(module.file())).find();
    }

    /** Whether code that runs before the application contains this name. */
    boolean mayBeMade(String name) {
        Pattern word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
        return code.stream().anyMatch(text -> word.matcher(text).find());
    }

    /** The location of an imported name: a module or a package; otherwise a namespace package (PEP 420). */
    Optional<Module> find(String name) throws IOException {
        for (String directory : directories()) {
            Optional<Module> module = findIn(directory, name);
            if (module.isPresent()) {
                return module;
            }
        }
        for (String directory : directories()) {
            Optional<RootPath> namespace =
                    names(directory).contains(name) ? context.directory(directory + "/" + name) : Optional.empty();
            if (namespace.isPresent()) {
                return Optional.of(new Module(
                        namespace.get(), namespace, application.contains(directory), standard.contains(directory)));
            }
        }
        return Optional.empty();
    }

    /** A package, an extension module with any tag, a source, or compiled code, in Python's own order. */
    Optional<Module> findIn(String directory, String name) throws IOException {
        boolean local = application.contains(directory) || !isLibrary(directory);
        boolean ofStandard = standard.contains(directory);
        Set<String> names = names(directory);
        if (names.contains(name)) {
            Optional<String> code = code(names(directory + "/" + name), "__init__");
            if (code.isPresent()) {
                RootPath path = RootPath.of(directory).child(name);
                return Optional.of(new Module(path.child(code.get()), Optional.of(path), local, ofStandard));
            }
        }
        return code(names, name)
                .map(file -> new Module(RootPath.of(directory).child(file), Optional.empty(), local, ofStandard));
    }

    private static Optional<String> code(Set<String> names, String module) {
        if (names.contains(module + ".py")) {
            return Optional.of(module + ".py");
        }
        if (names.contains(module + ".pyc")) {
            return Optional.of(module + ".pyc");
        }
        String prefix = module + ".";
        return names.stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(".so"))
                .findFirst();
    }

    private Set<String> names(String directory) throws IOException {
        Set<String> names = listings.get(directory);
        if (names == null) {
            names = new LinkedHashSet<>();
            for (RootPath path : context.list(RootPath.of(directory))) {
                names.add(path.name());
            }
            listings.put(directory, names);
        }
        return names;
    }
}
