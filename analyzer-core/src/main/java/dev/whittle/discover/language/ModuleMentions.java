package dev.whittle.discover.language;

import dev.whittle.closure.Finding;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.TreeSize;
import dev.whittle.discover.process.Scripts;
import dev.whittle.discover.process.Words;
import dev.whittle.path.RootPath;
import dev.whittle.process.Builtins;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Directories of data, and programs of requested packages, that the literals of imported modules name. */
final class ModuleMentions {
    /** A literal that may be the name of a program. */
    private static final Pattern PROGRAM =
            Pattern.compile("[\"'](/(?:usr/)?(?:local/)?(?:s?bin|libexec)/[A-Za-z0-9][A-Za-z0-9_.+-]{0,40}+)[\"']");

    /** A program with an option, whatever the list is passed to: {@code ['tar', '-x', file]}, {@code qw(tar -x)}. */
    private static final Pattern COMMAND = Pattern.compile(
            "[\"']([a-z][A-Za-z0-9_.+-]{1,40}+)[\"'],\\s{0,40}+[\"']-[A-Za-z-]|\\bqw\\s?[({\\[<]\\s{0,40}+([a-z][A-Za-z0-9_.+-]{1,40}+)\\s++-[A-Za-z-]");

    private static final Pattern QUOTED = Pattern.compile("[\"']([A-Za-z0-9][A-Za-z0-9_.+-]{1,40}+)[\"']");

    private static final Pattern DATA = Pattern.compile(
            "[\"'](/(?:usr/(?:local/)?share|var/lib|opt|srv)/[A-Za-z0-9_.+-]++(?:/[A-Za-z0-9_.+-]++)*+)/?+[\"']");

    /** Limit for a directory that an imported module names, in bytes. */
    private static final long MAX_DATA = 4L << 20;

    private final Map<RootPath, Set<String>> directoryNames = new HashMap<>();
    private final Map<RootPath, Set<String>> programNames = new HashMap<>();
    private final Map<RootPath, Set<String>> programPaths = new HashMap<>();
    private final Map<RootPath, Set<String>> commands = new HashMap<>();
    private final Map<RootPath, List<Finding>> directoryFindings = new HashMap<>();
    private @Nullable Set<String> likely;

    /**
     * Remembers the directories and programs that a text names.
     *
     * @param runs whether it starts programs: if not, a common word such as {@code open} is no name of a program
     */
    void read(Context context, RootPath file, String text, boolean runs) {
        directoryNames.put(file, directories(text));
        Set<String> names = programs(context, text);
        names.removeIf(name -> !runs && Words.contains(name));
        programNames.put(file, names);
        Matcher program = PROGRAM.matcher(runs ? text : "");
        Set<String> paths = new LinkedHashSet<>();
        while (program.find()) {
            paths.add(program.group(1));
        }
        programPaths.put(file, paths);
        commands.put(file, commands(text));
    }

    /** Adds the directories and programs that a file names. It must have been read. */
    void add(Context context, RootPath file, Findings findings) throws IOException {
        addDirectories(context, file, findings);
        addPrograms(context, file, findings);
    }

    private static Set<String> commands(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher command = COMMAND.matcher(text);
        while (command.find()) {
            names.add(command.group(1) != null ? command.group(1) : command.group(2));
        }
        names.removeIf(Builtins::contains);
        return names;
    }

    /** The paths in a text that may be directories of data. */
    private static Set<String> directories(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher path = DATA.matcher(text);
        while (path.find()) {
            names.add(path.group(1));
        }
        return names;
    }

    /** The literals of a text that are names of programs of packages that were requested, or that these ask for. */
    private Set<String> programs(Context context, String text) {
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

    /** Directories of data that an imported module names: {@code '/usr/share/hyphen/'}. */
    private void addDirectories(Context context, RootPath file, Findings findings) throws IOException {
        List<Finding> made = directoryFindings.get(file);
        if (made == null) {
            made = new ArrayList<>();
            for (String name : directoryNames.getOrDefault(file, Set.of())) {
                Optional<RootPath> directory = context.directory(name);
                boolean counts = directory.isPresent()
                        && !SystemPaths.isSharedByPrograms(directory.get())
                        && !SystemPaths.isSystemDirectory(directory.get())
                        && !context.isStandardLibrary(directory.get())
                        && TreeSize.size(context, directory.get(), MAX_DATA) <= MAX_DATA;
                if (counts) {
                    new Findings(SourcePrograms.FAMILY, made)
                            .because(file)
                            .tree(Finding.Level.EXPECTED, file.raw() + " names " + name, directory);
                }
            }
            directoryFindings.put(file, made);
        }
        findings.addAll(made);
    }

    /** A default of a setting, for example, that is passed to a function which starts it: {@code 'graphviz_dot', 'dot'}. */
    private void addPrograms(Context context, RootPath file, Findings findings) throws IOException {
        for (String name : programNames.getOrDefault(file, Set.of())) {
            findings.because(file)
                    .file(
                            Words.contains(name) ? Finding.Level.UNCERTAIN : Finding.Level.EXPECTED,
                            file.raw() + " is imported and names " + name
                                    + ", a program of a package that was requested or that one of these asks for",
                            Scripts.command(context, name));
        }
        for (String name : commands.getOrDefault(file, Set.of())) {
            findings.because(file)
                    .file(
                            Finding.Level.UNCERTAIN,
                            file.raw() + " is imported and names " + name + " before an option",
                            Scripts.command(context, name));
        }
        for (String path : programPaths.getOrDefault(file, Set.of())) {
            findings.because(file)
                    .file(
                            Finding.Level.UNCERTAIN,
                            file.raw() + " is imported, starts programs and names " + path,
                            context.file(path));
        }
    }
}
