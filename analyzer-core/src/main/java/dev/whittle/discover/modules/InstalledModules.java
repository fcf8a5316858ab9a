package dev.whittle.discover.modules;

import dev.whittle.discover.evidence.Context;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules that are installed beside a standard library, by the first part of their names. */
final class InstalledModules {
    private static final Pattern METADATA = Pattern.compile("(.+?)(?:-[0-9].*)?\\.(?:dist-info|egg-info)");

    private final ModuleLanguage language;
    private final Map<String, List<RootPath>> modules = new LinkedHashMap<>();
    private final Set<RootPath> directories = new HashSet<>();

    /** Directories that describe packages, by the first parts of the names of the package's modules. */
    private final Map<RootPath, Set<String>> metadata = new HashMap<>();

    InstalledModules(ModuleLanguage language) {
        this.language = language;
    }

    /**
     * Adds the entries of a directory; nothing if it was added before.
     *
     * @return the entries that are not modules, such as path files and eggs
     */
    List<RootPath> add(Context context, RootPath directory) throws IOException {
        List<RootPath> noModules = new ArrayList<>();
        for (RootPath child : directories.add(directory) ? context.list(directory) : List.<RootPath>of()) {
            String name = child.name();
            boolean isDirectory = context.node(child).orElse(null) instanceof Node.Directory;
            if (METADATA.matcher(name).matches()) {
                metadata.put(child, described(context, child, isDirectory));
            } else if (isDirectory && language.kind(name, 1) == ModuleLanguage.Kind.PACKAGE) {
                add(name, child);
            } else if (isDirectory && name.equals("__pycache__")) {
                for (RootPath code : context.list(child)) {
                    add(code.name().substring(0, Math.max(0, code.name().indexOf('.'))), code);
                }
            } else if (!isDirectory && language.module(name).isPresent()) {
                add(language.module(name).get(), child);
            } else {
                noModules.add(child);
            }
        }
        return noModules;
    }

    private void add(String name, RootPath path) {
        modules.computeIfAbsent(name, key -> new ArrayList<>()).add(path);
    }

    /** Which modules a package has: top_level.txt of setuptools, RECORD of PEP 376; otherwise the name of the package. */
    private static Set<String> described(Context context, RootPath description, boolean isDirectory)
            throws IOException {
        Set<String> names = new HashSet<>();
        if (isDirectory) {
            for (String line : context.text(description.child("top_level.txt")).split("\n", -1)) {
                names.add(line.strip());
            }
            if (names.size() <= 1) {
                for (String line : context.text(description.child("RECORD")).split("\n", -1)) {
                    int end = 0;
                    while (end < line.length() && "/,.".indexOf(line.charAt(end)) < 0) {
                        end++;
                    }
                    names.add(line.substring(0, end));
                }
            }
        }
        Matcher name = METADATA.matcher(description.name());
        if (name.matches()) {
            names.add(name.group(1).replace('-', '_'));
            names.add(name.group(1));
        }
        names.remove("");
        return names;
    }

    boolean contains(String name) {
        return modules.containsKey(name);
    }

    /** The module that a file belongs to. */
    Optional<String> owner(RootPath file) {
        RootPath at = file;
        while (!at.isRoot() && !directories.contains(at.parent())) {
            at = at.parent();
        }
        int dot = at.name().indexOf('.');
        String name = dot < 0 ? at.name() : at.name().substring(0, dot);
        return !at.isRoot() && contains(name) ? Optional.of(name) : Optional.empty();
    }

    /**
     * The modules that a module may load by a name that it computes: those of the packages that its own package requires,
     * for any of its features, and those whose names begin with its own.
     */
    Set<String> related(Context context, String module) throws IOException {
        Set<String> required = new HashSet<>();
        for (RootPath description : descriptions(module)) {
            required.addAll(Requirements.of(context, description));
        }
        Set<String> related = new TreeSet<>();
        metadata.forEach((description, names) -> {
            if (names.stream().map(Requirements::normal).anyMatch(required::contains)) {
                related.addAll(names);
            }
        });
        modules.keySet().stream()
                .filter(name -> name.startsWith(module + "_") || required.contains(Requirements.normal(name)))
                .forEach(related::add);
        related.retainAll(modules.keySet());
        return related;
    }

    Set<String> names() {
        return modules.keySet();
    }

    List<RootPath> paths(String name) {
        return modules.getOrDefault(name, List.of());
    }

    /** The directories that describe the package of a module. */
    List<RootPath> descriptions(String name) {
        List<RootPath> found = new ArrayList<>();
        metadata.forEach((path, names) -> {
            if (names.contains(name)) {
                found.add(path);
            }
        });
        return found;
    }

    /** All directories that describe packages. */
    List<RootPath> descriptions() {
        return metadata.keySet().stream().sorted().toList();
    }

    /** Whether a file is of one of the modules. */
    boolean hasFile(RootPath file) {
        return modules.values().stream().anyMatch(paths -> paths.stream().anyMatch(file::startsWith));
    }

    /** The paths of all modules and descriptions. */
    List<RootPath> all() {
        List<RootPath> all = new ArrayList<>();
        modules.values().forEach(all::addAll);
        all.addAll(metadata.keySet());
        return all;
    }

    Set<RootPath> directories() {
        return directories;
    }
}
