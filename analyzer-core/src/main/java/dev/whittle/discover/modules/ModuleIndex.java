package dev.whittle.discover.modules;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The modules in the directories of a library, by their names, and the files that belong to none. */
final class ModuleIndex {
    private final Context context;
    private final ModuleLanguage language;
    private final String version;
    private final Map<String, Module> modules = new TreeMap<>();
    private final List<RootPath> loose = new ArrayList<>();
    private final Set<String> top = new HashSet<>();

    /**
     * One module.
     *
     * @param files sources, compiled code, extension modules, and data of a package
     * @param trees directories of data of a package
     */
    record Module(String name, List<RootPath> files, List<RootPath> trees) {
        Module(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }
    }

    private final List<Data> data = new ArrayList<>();

    /** Files and directories without code in the directory of a package. */
    private record Data(String name, List<RootPath> files, List<RootPath> trees) {}

    private ModuleIndex(Context context, ModuleLanguage language, String version) {
        this.context = context;
        this.language = language;
        this.version = version;
    }

    /** @param version such as {@code 3.11} */
    static ModuleIndex of(Context context, ModuleLanguage language, String version, List<RootPath> directories)
            throws IOException {
        ModuleIndex index = new ModuleIndex(context, language, version);
        for (RootPath directory : directories) {
            index.addDirectory(directory, "", 0);
        }
        // A package may have its code in one directory and its data in another one.
        for (Data data : index.data) {
            Module owner = index.owner(data.name());
            owner.files.addAll(data.files());
            owner.trees.addAll(data.trees());
        }
        index.modules.keySet().forEach(name -> index.top.add(DottedNames.first(name)));
        return index;
    }

    Optional<Module> get(String name) {
        return Optional.ofNullable(modules.get(name));
    }

    /** Whether any module's name begins with this part. */
    boolean hasTop(String part) {
        return top.contains(part);
    }

    /** The modules below a package, without the package itself. */
    List<String> below(String name) {
        return modules.keySet().stream()
                .filter(module -> module.startsWith(name + "."))
                .toList();
    }

    /** The names of modules that begin with a prefix. */
    List<String> starting(String prefix) {
        return modules.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    /** Files and directories that belong to no module: they are always kept. */
    List<RootPath> loose() {
        return loose;
    }

    /** @return whether there is a module in it */
    private boolean addDirectory(RootPath directory, String prefix, int depth) throws IOException {
        boolean any = false;
        List<RootPath> data = new ArrayList<>();
        List<RootPath> trees = new ArrayList<>();
        for (RootPath child : depth > 12 ? List.<RootPath>of() : context.list(directory)) {
            Node node = context.node(child).orElse(null);
            String name = child.name();
            if (node instanceof Node.Directory) {
                switch (language.kind(name, depth)) {
                    case COMPILED -> addCompiled(child, prefix);
                    case SAME -> any |= addDirectory(child, prefix, depth + 1);
                    case PACKAGE -> {
                        boolean hasModules = addDirectory(child, prefix + name + ".", depth + 1);
                        any |= hasModules;
                        if (!hasModules) {
                            trees.add(child);
                        }
                    }
                    case DATA -> trees.add(child);
                    case NOTHING -> {}
                }
            } else if (node instanceof Node.RegularFile) {
                Optional<String> module = language.module(name);
                if (module.isPresent()) {
                    any = true;
                    add(language.fullName(prefix, module.get()), child);
                } else if (!BuildFiles.is(name) && !language.isDocumentation(name)) {
                    data.add(child);
                }
            }
        }
        if (any && prefix.isEmpty()) {
            loose.addAll(data);
            loose.addAll(trees);
        } else if (any) {
            this.data.add(new Data(prefix.substring(0, prefix.length() - 1), data, List.of()));
            for (RootPath tree : trees) {
                this.data.add(new Data(prefix + tree.name(), List.of(), List.of(tree)));
            }
        }
        return any;
    }

    /** The nearest enclosing package that has code. */
    private Module owner(String name) {
        String at = name;
        while (!modules.containsKey(at) && at.indexOf('.') >= 0) {
            at = at.substring(0, at.lastIndexOf('.'));
        }
        return modules.computeIfAbsent(at, Module::new);
    }

    /** {@code __pycache__/json.cpython-311.pyc}: PEP 3147. Code of other versions is not loaded. */
    private void addCompiled(RootPath directory, String prefix) throws IOException {
        String tag = "cpython-" + version.replace(".", "");
        for (RootPath child : context.list(directory)) {
            String[] parts = child.name().split("\\.", 3);
            if (parts.length == 3 && parts[1].equals(tag)) {
                add(language.fullName(prefix, parts[0]), child);
            }
        }
    }

    private void add(String name, RootPath file) {
        modules.computeIfAbsent(name, Module::new).files.add(file);
    }
}
