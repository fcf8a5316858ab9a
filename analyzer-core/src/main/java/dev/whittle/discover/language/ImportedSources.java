package dev.whittle.discover.language;

import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The library modules that an application imports, transitively, by their names: {@code a.b} is {@code a/b.py},
 * {@code A::B} is {@code A/B.pm}, {@code require 'a/b'} is {@code a/b.rb}, {@code require('a')} is all of
 * {@code node_modules/a}; a Lua module, a PHP class and a file that is sourced likewise. An interpreter's standard library is not included.
 */
final class ImportedSources {
    /** Limit for the files that are followed. */
    private static final int MAX_FILES = 3000;

    /** Limit for the files and directories that are examined among what is left out. */
    private static final int MAX_LEFT_OUT = 50_000;

    /** Limit for the files of one Node.js package. */
    private static final int MAX_PACKAGE = 300;

    private static final String NODE_MODULES = "/node_modules/";

    /** Parts of a package that its users do not load. */
    private static final Pattern ASIDE =
            Pattern.compile(".*/(?:tests?|__tests__|spec|examples?|docs?|bench(?:mark)?s?|fixtures)/.*");

    /** Where Python installs other packages. */
    private static final Pattern PACKAGES = Pattern.compile(".*/(?:site|dist)-packages");

    /** By the last two components of the path. */
    private final Map<String, List<RootPath>> byName = new HashMap<>();

    private final Map<String, List<RootPath>> byLastName = new HashMap<>();
    private final Map<String, List<RootPath>> packages = new HashMap<>();

    /** Files without an extension: scripts. */
    private final Map<RootPath, SourceLanguage> languages;

    private ImportedSources(Map<RootPath, SourceLanguage> languages) {
        this.languages = languages;
    }

    /**
     * Among everything that is kept.
     *
     * @param languages of files that import and have no extension; others may be among them
     */
    static ImportedSources ofKept(Context context, Map<RootPath, SourceLanguage> languages) {
        ImportedSources sources = new ImportedSources(languages);
        for (Selection.Kept kept : context.kept().all()) {
            if (kept.node() instanceof Node.RegularFile) {
                sources.add(kept.path());
            }
        }
        return sources;
    }

    /** Among what {@code --exclude} removes from kept trees. The number of files is limited. */
    static ImportedSources ofLeftOut(Context context, Map<RootPath, SourceLanguage> languages) throws IOException {
        ImportedSources sources = new ImportedSources(languages);
        Deque<RootPath> pending = new ArrayDeque<>(context.kept().leftOut());
        for (int files = 0; !pending.isEmpty() && files < MAX_LEFT_OUT; files++) {
            RootPath path = pending.pop();
            Node node = context.root().node(path).orElse(null);
            if (node instanceof Node.RegularFile) {
                sources.add(path);
            } else if (node instanceof Node.Directory) {
                pending.addAll(context.list(path));
            }
        }
        return sources;
    }

    private void add(RootPath file) {
        String raw = file.raw();
        if (SourceLanguage.ofFile(file).isEmpty() || ASIDE.matcher(raw).matches()) {
            return;
        }
        int modules = raw.lastIndexOf(NODE_MODULES);
        if (modules >= 0) {
            String rest = raw.substring(modules + NODE_MODULES.length());
            int end = rest.indexOf('/', rest.startsWith("@") ? rest.indexOf('/') + 1 : 0);
            packages.computeIfAbsent(end < 0 ? rest : rest.substring(0, end), key -> new ArrayList<>())
                    .add(file);
        } else {
            byName.computeIfAbsent(lastTwo(raw), key -> new ArrayList<>()).add(file);
            byLastName.computeIfAbsent(file.name(), key -> new ArrayList<>()).add(file);
        }
    }

    private static String lastTwo(String raw) {
        return raw.substring(raw.lastIndexOf('/', raw.lastIndexOf('/') - 1) + 1);
    }

    /**
     * Everything that some files import, except those files.
     *
     * @param read returns the imports of a file
     * @param isOwn what is not to be returned
     */
    Set<RootPath> of(Collection<RootPath> sources, Imports read, Predicate<RootPath> isOwn) throws IOException {
        Deque<RootPath> pending = new ArrayDeque<>(sources);
        Set<RootPath> seen = new LinkedHashSet<>(sources);
        Set<RootPath> found = new LinkedHashSet<>();
        while (!pending.isEmpty() && seen.size() < MAX_FILES) {
            RootPath file = pending.pop();
            for (String name : read.of(file)) {
                for (RootPath module : modules(file, name)) {
                    if (seen.add(module)) {
                        pending.add(module);
                        if (!isOwn.test(module)) {
                            found.add(module);
                        }
                    }
                }
            }
        }
        return found;
    }

    interface Imports {
        Set<String> of(RootPath file) throws IOException;
    }

    /** The files for the name of a module. */
    List<RootPath> modules(RootPath from, String name) {
        SourceLanguage language = languages.get(from);
        return switch (language != null ? language : SourceLanguage.ofFile(from).orElse(SourceLanguage.PYTHON)) {
            case PYTHON -> python(from, name);
            case PERL -> endingWith(name.replace("::", "/") + ".pm");
            case RUBY -> endingWith(name.endsWith(".rb") ? name : name + ".rb");
            case JAVASCRIPT -> javaScript(name);
            case LUA -> lua(name);
            case PHP -> php(name);
            case TCL -> endingWith(name.endsWith(".tcl") ? relativePath(name) : name + ".tcl");
            case R -> endingWith(relativePath(name));
            case GNUPLOT, LISP, ERLANG, ELIXIR -> List.of();
        };
    }

    /** luaconf.h:LUA_PATH_DEFAULT; the name may also be a file's, of {@code dofile}. */
    private List<RootPath> lua(String name) {
        if (name.endsWith(".lua")) {
            return endingWith(relativePath(name));
        }
        String path = name.replace('.', '/');
        List<RootPath> found = new ArrayList<>(endingWith(path + ".lua"));
        found.addAll(endingWith(path + "/init.lua"));
        return found;
    }

    /** A file by the end of its path, or a class, whose file has its name (PSR-4), wherever its namespace begins. */
    private List<RootPath> php(String name) {
        return name.endsWith(".php")
                ? endingWith(relativePath(name))
                : endingWith(name.substring(name.lastIndexOf('\\') + 1) + ".php");
    }

    private static String relativePath(String path) {
        return path.substring(path.startsWith("./") ? 2 : path.startsWith("/") ? 1 : 0);
    }

    private List<RootPath> python(RootPath from, String name) {
        List<RootPath> found = new ArrayList<>();
        if (name.startsWith(".")) {
            RootPath directory = from.parent();
            int dots = 1;
            while (dots < name.length() && name.charAt(dots) == '.') {
                directory = directory.isRoot() ? directory : directory.parent();
                dots++;
            }
            String rest = name.substring(dots).replace('.', '/');
            String base = directory.raw() + (rest.isEmpty() ? "" : "/" + rest);
            addExact(base + ".py", found);
            addExact(base + "/__init__.py", found);
            return found;
        }
        // Each parent package of a module is loaded before it.
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            addPackaged(name.substring(0, dot), found);
        }
        addPackaged(name, found);
        return found;
    }

    private void addPackaged(String name, List<RootPath> found) {
        String path = name.replace('.', '/');
        for (RootPath file : endingWith(path + "/__init__.py")) {
            if (isOfPackages(file, path + "/__init__.py")) {
                found.add(file);
            }
        }
        List<RootPath> files = new ArrayList<>();
        if (path.indexOf('/') < 0) {
            for (String directory : List.of("site-packages/", "dist-packages/")) {
                files.addAll(byName.getOrDefault(directory + path + ".py", List.of()));
            }
        } else {
            files.addAll(endingWith(path + ".py"));
        }
        for (RootPath file : files) {
            if (isOfPackages(file, path + ".py")) {
                found.add(file);
            }
        }
    }

    private static boolean isOfPackages(RootPath file, String path) {
        String raw = file.raw();
        return raw.length() > path.length()
                && PACKAGES.matcher(raw.substring(0, raw.length() - path.length() - 1))
                        .matches();
    }

    private void addExact(String raw, List<RootPath> found) {
        for (RootPath file : byName.getOrDefault(lastTwo(raw), List.of())) {
            if (file.raw().equals(raw)) {
                found.add(file);
            }
        }
    }

    /** Files below any directory of modules. A name of one component may be in any directory. */
    private List<RootPath> endingWith(String path) {
        if (path.indexOf('/') < 0) {
            return byLastName.getOrDefault(path, List.of());
        }
        return byName.getOrDefault(lastTwo("/" + path), List.of()).stream()
                .filter(file -> file.raw().endsWith("/" + path))
                .toList();
    }

    private List<RootPath> javaScript(String name) {
        if (name.startsWith(".") || name.startsWith("/")) {
            return List.of(); // of the same package, which is read whole
        }
        int slash = name.indexOf('/', name.startsWith("@") ? name.indexOf('/') + 1 : 0);
        List<RootPath> all = packages.getOrDefault(slash < 0 ? name : name.substring(0, slash), List.of());
        return all.subList(0, Math.min(all.size(), MAX_PACKAGE));
    }
}
