package dev.whittle.discover.modules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Modules that packages offer by name in {@code entry_points.txt} (packaging.python.org, "Entry points specification"). */
final class EntryPoints {
    /** The groups of functions that are programs: the package's own scripts start them, and nothing looks for them. */
    private static final Set<String> SCRIPTS = Set.of("console_scripts", "gui_scripts");

    private static final Pattern GROUP = Pattern.compile("\\[\\s*([^\\]\\s]+)\\s*]\\s*");
    private static final Pattern ENTRY = Pattern.compile("\\s*([^=]*[^=\\s])\\s*=\\s*([\\w.]+)\\s*(?::.*|\\[.*)?");

    /** What setuptools writes as a program: {@code load_entry_point('docutils==0.19', 'console_scripts', 'rst2html')}. */
    private static final Pattern PROGRAM = Pattern.compile(
            "\\bload_entry_point\\(\\s*['\"]([^'\"=]+)(?:==[^'\"]*)?['\"],\\s*['\"](\\w+)['\"],\\s*['\"]([^'\"]+)['\"]\\s*\\)");

    /**
     * The function of a package that a script starts.
     *
     * @param distribution the name of the package
     */
    record Program(String distribution, String group, String name) {}

    /** @param group empty if it is before the first group */
    private record Entry(String group, String name, String module) {}

    private EntryPoints() {}

    /** What a script starts if it was written by setuptools. */
    static Optional<Program> program(String script) {
        Matcher matcher = PROGRAM.matcher(script);
        return matcher.find()
                ? Optional.of(new Program(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** The modules of the groups that other packages look for. */
    static List<String> plugins(String text) {
        return entries(text).stream()
                .filter(entry -> !SCRIPTS.contains(entry.group()))
                .map(Entry::module)
                .distinct()
                .toList();
    }

    /** The module of a program. */
    static Optional<String> module(String text, Program program) {
        return entries(text).stream()
                .filter(entry ->
                        entry.group().equals(program.group()) && entry.name().equals(program.name()))
                .map(Entry::module)
                .findFirst();
    }

    private static List<Entry> entries(String text) {
        List<Entry> entries = new ArrayList<>();
        String group = "";
        for (String line : text.split("\n", -1)) {
            Matcher header = GROUP.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (header.matches()) {
                group = header.group(1);
            } else if (!line.startsWith("#") && entry.matches()) {
                entries.add(new Entry(group, entry.group(1), entry.group(2)));
            }
        }
        return entries;
    }
}
