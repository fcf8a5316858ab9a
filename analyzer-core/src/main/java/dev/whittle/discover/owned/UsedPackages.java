package dev.whittle.discover.owned;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.PackageTies;
import dev.whittle.packages.Documentation;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packages that are used, as their kept programs, libraries and modules show. */
final class UsedPackages {
    private static final int MAX_FILES = 20_000;

    /** The directory or file of a module, in the directories of the distribution's modules. */
    static final Pattern MODULE = Pattern.compile(
            "/usr/(?:lib/python3/dist-packages|share/perl5|lib/[^/]+/perl5/[^/]+|lib/ruby/vendor_ruby|share/rubygems-integration/all/gems|share/nodejs|share/php)/[^/]+");

    private static final Pattern PLUGIN = Pattern.compile("[^/]+\\.so");

    private static final Pattern SOURCE = Pattern.compile("\\.(?:php|phtml|py|rb|pl|pm|lua|tcl|js|mjs|cjs)$");

    private final Map<RootPath, Boolean> inLibrary = new HashMap<>();
    private @Nullable Map<RootPath, List<RootPath>> links;
    private @Nullable Map<RootPath, Set<String>> signs;
    private @Nullable Map<RootPath, Set<String>> plugins;

    /** The packages of kept programs, libraries and modules, each with one of these files. */
    Map<String, RootPath> of(Context context) throws IOException {
        Map<RootPath, List<RootPath>> named = links(context);
        Map<RootPath, Set<String>> signs = signs(context);
        Map<RootPath, Set<String>> plugins = plugins(context);
        Map<String, RootPath> used = new TreeMap<>();
        PackageTies ties = context.packages();
        List<RootPath> programs = new ArrayList<>();
        List<RootPath> others = new ArrayList<>();
        List<RootPath> incidental = new ArrayList<>();
        Set<String> modules = new HashSet<>();
        Set<String> oneOfMany = new HashSet<>();
        Set<RootPath> namedByLibrary = new HashSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            RootPath path = kept.path();
            if (!(kept.node() instanceof Node.RegularFile file)) {
                boolean isNamed = kept.reasons().stream().anyMatch(reason -> reason.kind() == Reason.Kind.HIDDEN);
                if (isNamed && signs.containsKey(path)) {
                    signs.get(path).forEach(name -> used.putIfAbsent(name, path));
                }
                continue;
            }
            if (plugins.containsKey(path.parent())
                    && PLUGIN.matcher(path.name()).matches()) {
                plugins.get(path.parent()).forEach(name -> used.putIfAbsent(name, path.parent()));
            }
            Matcher module = MODULE.matcher(path.raw());
            boolean needed = !context.isIncidental(path);
            if (module.lookingAt()) {
                if ((needed ? modules : oneOfMany).add(module.group())) {
                    (needed ? others : incidental).add(path);
                }
            } else if (needed
                    && file.attributes().isExecutable()
                    && ties.owner(path).isPresent()) {
                programs.add(path);
                if (isNamedByLibrary(context, kept)) {
                    namedByLibrary.add(path);
                }
            } else if (path.name().contains(".so") && SystemPaths.isSharedByPrograms(path.parent())) {
                (needed ? others : incidental).add(path);
            } else if (needed && named.containsKey(path)) {
                others.add(path);
            } else if (signs.containsKey(path)
                    && (needed || SOURCE.matcher(path.raw()).find())) {
                signs.get(path).forEach(name -> used.putIfAbsent(name, path));
            }
        }
        // A busybox is the base system, and what its package has is for commands that nothing may use.
        context.elfs().stream().filter(context::isMultiCall).forEach(elf -> programs.remove(elf.path()));
        Map<String, RootPath> owners = new TreeMap<>();
        // Last of these: programs that nothing but a language's own library names.
        programs.sort(Comparator.comparing(path -> namedByLibrary.contains(path)));
        programs.forEach(path -> owners.putIfAbsent(ties.owner(path).orElseThrow(), path));
        others.addAll(incidental); // last: a package that is used for itself counts as such
        Map<RootPath, String> found = context.owners(others);
        for (RootPath path : others) {
            if (found.containsKey(path)) {
                owners.putIfAbsent(found.get(path), path);
            }
        }
        used.forEach(owners::putIfAbsent);
        owners.keySet().removeIf(ties::isBase);
        return owners;
    }

    /**
     * Whether a program is kept only because a module of a language's own library names it, such as perldoc for Pod::Usage:
     * this says nothing about the other programs of its package.
     */
    boolean isNamedByLibrary(Context context, Selection.Kept kept) throws IOException {
        for (Reason reason : kept.reasons()) {
            boolean isOfLibrary = reason.kind() == Reason.Kind.HIDDEN
                    && reason.because().isPresent()
                    && isInLibrary(context, reason.because().get().parent());
            if (!isOfLibrary) {
                return false;
            }
        }
        return true;
    }

    private boolean isInLibrary(Context context, RootPath directory) throws IOException {
        Boolean known = inLibrary.get(directory);
        if (known == null) {
            known = !directory.isRoot()
                    && (context.isStandardLibrary(directory) || isInLibrary(context, directory.parent()));
            inLibrary.put(directory, known);
        }
        return known;
    }

    /** The links in the directories of PATH to executable files outside these, by the real path of the file. */
    Map<RootPath, List<RootPath>> links(Context context) throws IOException {
        Map<RootPath, List<RootPath>> known = links;
        if (known != null) {
            return known;
        }
        Map<RootPath, List<RootPath>> found = new TreeMap<>();
        for (String directory : context.commands().directories()) {
            Optional<RootPath> place = context.directory(directory);
            for (RootPath path : place.isPresent() ? context.list(place.get()) : List.<RootPath>of()) {
                if (context.root().node(path).orElse(null) instanceof Node.SymbolicLink
                        && context.node(path).filter(UsedPackages::isExecutable).isPresent()) {
                    RootPath real = context.real(path);
                    if (!SystemPaths.isSharedByPrograms(real.parent())) {
                        found.computeIfAbsent(real, target -> new ArrayList<>()).add(path);
                    }
                }
            }
        }
        links = found;
        return found;
    }

    /**
     * What shows that a requested package without a program in PATH is used: its sources, since PHP has no programs, and
     * classes and templates are found by computed names; and its directories of programs and plugins, which settings name as
     * a whole ({@code PluginDir = "/usr/lib/nagios/plugins"}).
     */
    private Map<RootPath, Set<String>> signs(Context context) throws IOException {
        Map<RootPath, Set<String>> known = signs;
        if (known != null) {
            return known;
        }
        Map<RootPath, Set<String>> found = new HashMap<>();
        for (String name : context.packages().requested()) {
            List<String> paths = new ArrayList<>();
            context.packages()
                    .installed(name)
                    .ifPresent(installed -> installed.files().forEach(path -> {
                        if (paths.size() < MAX_FILES && !path.startsWith("/etc/") && !Documentation.contains(path)) {
                            paths.add(path);
                        }
                    }));
            for (String path : paths) {
                Optional<RootPath> file = context.file(path);
                if (file.isEmpty()) {
                    continue;
                }
                RootPath directory = context.real(file.get().parent());
                if (SOURCE.matcher(path).find()) {
                    found.computeIfAbsent(file.get(), key -> new TreeSet<>()).add(name);
                } else if (!SystemPaths.isSharedByPrograms(directory)
                        && context.node(file.get())
                                .filter(UsedPackages::isExecutable)
                                .isPresent()) {
                    found.computeIfAbsent(directory, key -> new TreeSet<>()).add(name);
                }
            }
        }
        signs = found;
        return found;
    }

    /**
     * The directories in which requested packages have plugins, with these packages. Somebody who installs a plugin wants the
     * program to load it that loads the ones beside it: {@code openssl -engine pkcs11}.
     */
    private Map<RootPath, Set<String>> plugins(Context context) throws IOException {
        Map<RootPath, Set<String>> known = plugins;
        if (known != null) {
            return known;
        }
        Map<RootPath, Set<String>> found = new HashMap<>();
        for (String name : context.packages().requested()) {
            Set<String> directories = new TreeSet<>();
            context.packages()
                    .installed(name)
                    .ifPresent(installed -> installed.files().forEach(path -> {
                        int slash = path.lastIndexOf('/');
                        if (slash > 0
                                && PLUGIN.matcher(path.substring(slash + 1)).matches()
                                && !MODULE.matcher(path).lookingAt()) {
                            directories.add(path.substring(0, slash));
                        }
                    }));
            for (String path : directories) {
                Optional<RootPath> directory = context.directory(path);
                if (directory.isPresent() && !SystemPaths.isSharedByPrograms(context.real(directory.get()))) {
                    found.computeIfAbsent(context.real(directory.get()), key -> new TreeSet<>())
                            .add(name);
                }
            }
        }
        plugins = found;
        return found;
    }

    static boolean isExecutable(Node node) {
        return node instanceof Node.RegularFile file && file.attributes().isExecutable();
    }
}
