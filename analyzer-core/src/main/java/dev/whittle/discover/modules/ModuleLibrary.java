package dev.whittle.discover.modules;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The library of one interpreter: of its standard library the modules that something kept imports, directly or through others; of the
 * packages that were installed beside it those too, unless modules are loaded by computed names: then all of them. One object serves one
 * closure, and is asked again when more is kept; what it found stays.
 */
public final class ModuleLibrary {
    /** Bytes of source text that are read; where there is more, nothing is left out. */
    private static final long MAX_TEXT = 64L << 20;

    private static final int MAX_SOURCE = 2 << 20;

    /** Files below the packages of one library. */
    private static final int MAX_FILES = 100_000;

    /** Settings in which an application names classes: {@code logging.handlers.RotatingFileHandler}. */
    private static final Pattern SETTINGS = Pattern.compile(".*\\.(?:ini|cfg|conf|ya?ml|toml|json|env|properties)");

    private static final int MAX_SETTINGS = 64 << 10;

    /** Texts in which there may be source code of another language. */
    private static final Pattern EMBEDDING = Pattern.compile(
            "(?i).*\\.(?:sql|psql|ipynb|sh|bash|j2|jinja2?|tmpl|tpl|template|erb|html?|txt)|[A-Z]\\w*file");

    private static final int MAX_EMBEDDING = 256 << 10;

    private static final Pattern METADATA = Pattern.compile("(.+?)(?:-[0-9].*)?\\.(?:dist-info|egg-info)");

    private final ModuleLanguage language;
    private final ModuleFacts facts;
    private final String evidence;
    private final RootPath interpreter;
    private final ModuleIndex standard;
    private final Set<RootPath> directories;

    /** What is installed beside the standard library, by the first part of its modules' names. */
    private final Map<String, List<RootPath>> installed = new LinkedHashMap<>();

    private final Set<RootPath> places = new HashSet<>();

    /** Directories that describe packages, by the first parts of the names of the package's modules. */
    private final Map<RootPath, Set<String>> metadata = new HashMap<>();

    private final Set<String> reached = new HashSet<>();
    private final Set<String> reachedInstalled = new HashSet<>();

    /** Names of which nothing was there yet, by their first part: a directory of packages may be known later. */
    private final Map<String, Asked> asked = new HashMap<>();

    private final Set<RootPath> read = new HashSet<>();
    private final Deque<Source> pending = new ArrayDeque<>();
    private final List<Finding> found = new ArrayList<>();
    private final Findings findings;
    private long text;
    private boolean everything;
    private Optional<Asked> computed = Optional.empty();

    /** Why a module is wanted. */
    private record Asked(String why, Optional<RootPath> because) {}

    /**
     * A file to read.
     *
     * @param module of the standard library; empty for others
     */
    private record Source(RootPath file, String module, boolean isPackage) {
        boolean isStandard() {
            return !module.isEmpty();
        }
    }

    private ModuleLibrary(
            ModuleLanguage language,
            String family,
            String evidence,
            RootPath interpreter,
            ModuleIndex standard,
            Set<RootPath> directories) {
        this.language = language;
        this.facts = ModuleFacts.of(language.key());
        this.evidence = evidence;
        this.interpreter = interpreter;
        this.standard = standard;
        this.directories = directories;
        this.findings = new Findings(family, found);
    }

    /**
     * @param evidence what the interpreter is, one line
     * @param interpreter its real path, or that of its library
     * @param version such as {@code 3.11}
     * @param standard the directories of the standard library
     */
    public static ModuleLibrary of(
            Context context,
            ModuleLanguage language,
            String family,
            String evidence,
            RootPath interpreter,
            String version,
            List<RootPath> standard)
            throws IOException {
        ModuleLibrary library = new ModuleLibrary(
                language,
                family,
                evidence,
                interpreter,
                ModuleIndex.of(context, language, version, standard),
                Set.copyOf(standard));
        library.findings.because(interpreter);
        library.findings.files(Finding.Level.REQUIRED, evidence, library.standard.loose());
        for (String name : library.facts.start()) {
            library.reach(context, name, evidence + ", which loads " + name, Optional.of(interpreter));
        }
        return library;
    }

    /** Directories of installed packages, each of which is an entry of one. Those that are known already change nothing. */
    public void addInstalled(Context context, List<RootPath> beside) throws IOException {
        for (RootPath directory : beside) {
            if (places.add(directory)) {
                installed(context, directory);
            }
        }
        for (String top : List.copyOf(installed.keySet())) {
            Optional<Asked> known = Optional.ofNullable(asked.get(top)).or(() -> computed);
            if (known.isPresent()) {
                reachInstalled(context, top, known.get().why(), known.get().because());
            }
        }
    }

    /** What an entry of a directory of installed packages belongs to. */
    private void installed(Context context, RootPath directory) throws IOException {
        for (RootPath child : context.list(directory)) {
            String name = child.name();
            boolean isDirectory = context.node(child).orElse(null) instanceof Node.Directory;
            if (METADATA.matcher(name).matches()) {
                metadata.put(child, tops(context, child, isDirectory));
            } else if (isDirectory && language.kind(name, 1) == ModuleLanguage.Kind.PACKAGE) {
                installed.computeIfAbsent(name, its -> new ArrayList<>()).add(child);
            } else if (isDirectory && name.equals("__pycache__")) {
                for (RootPath code : context.list(child)) {
                    String module =
                            code.name().substring(0, Math.max(0, code.name().indexOf('.')));
                    installed.computeIfAbsent(module, its -> new ArrayList<>()).add(code);
                }
            } else if (!isDirectory && language.module(name).isPresent()) {
                installed
                        .computeIfAbsent(language.module(name).get(), its -> new ArrayList<>())
                        .add(child);
            } else {
                findings.trees(Finding.Level.REQUIRED, evidence, List.of(child)); // path files, eggs, and the like
                if (name.endsWith(".pth")) {
                    pending.add(new Source(child, "", false));
                }
            }
        }
    }

    /** Which modules a package has: top_level.txt of setuptools, RECORD of PEP 376; the name itself where neither says. */
    private Set<String> tops(Context context, RootPath described, boolean isDirectory) throws IOException {
        Set<String> tops = new HashSet<>();
        if (isDirectory) {
            for (String line : context.text(described.child("top_level.txt")).split("\n", -1)) {
                tops.add(line.strip());
            }
            if (tops.size() <= 1) {
                for (String line : context.text(described.child("RECORD")).split("\n", -1)) {
                    int end = 0;
                    while (end < line.length() && "/,.".indexOf(line.charAt(end)) < 0) {
                        end++;
                    }
                    tops.add(line.substring(0, end));
                }
            }
        }
        Matcher name = METADATA.matcher(described.name());
        if (name.matches()) {
            tops.add(name.group(1).replace('-', '_'));
            tops.add(name.group(1));
        }
        tops.remove("");
        return tops;
    }

    /** Whether nothing is left out. */
    public boolean isWhole() {
        return everything;
    }

    /** Source text that has no file: an argument, or the value of a variable. */
    public void addText(Context context, String where, Optional<RootPath> file, String source) throws IOException {
        names(context, language.names(source, false), false, "", false, where, file);
    }

    /** The names in a word of a command line, or in the value of a variable. */
    public void addNames(Context context, String where, Optional<RootPath> file, String word) throws IOException {
        int at = 0;
        while (at < word.length()) {
            int start = at;
            while (at < word.length() && isNamePart(word.charAt(at))) {
                at++;
            }
            if (at > start) {
                named(context, word.substring(start, at), where + " names ", file);
            }
            at = at == start ? at + 1 : at;
        }
    }

    /** Names a module on purpose: {@code python3 -m http.server} runs its {@code __main__} block as well. */
    public void run(Context context, String name, String where, Optional<RootPath> file) throws IOException {
        reach(context, name, where, file);
        reach(context, name + ".__main__", where, file);
        for (RootPath source : sources(name)) {
            if (read.remove(source)) {
                pending.add(new Source(source, "", false)); // read again, as a program
            }
        }
    }

    private List<RootPath> sources(String name) {
        return standard.get(name).map(ModuleIndex.Module::files).orElse(List.of()).stream()
                .filter(file -> language.isSource(file.name()))
                .toList();
    }

    /** Looks at all that is kept now, and adds what it found, now and before. */
    public void look(Context context, Findings all) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            if (!everything && kept.node() instanceof Node.RegularFile file) {
                own(context, kept.path(), file);
            }
        }
        for (Context.Elf elf : context.elfs()) {
            if (!everything && isExtension(elf) && read.add(elf.path())) {
                strings(context, elf, "");
            }
        }
        follow(context);
        all.addAll(found);
    }

    /** A kept file that is not of the standard library: a source, or settings. */
    private void own(Context context, RootPath path, Node.RegularFile file) throws IOException {
        if (read.contains(path) || isStandard(path)) {
            return;
        }
        boolean isSource = language.isSource(path.name()) || isScript(context, path, file);
        if (isSource) {
            pending.add(new Source(path, "", false));
        } else if (file.size() <= MAX_SETTINGS && SETTINGS.matcher(path.name()).matches()) {
            read.add(path);
            settings(context, path, context.sourceText(path, MAX_SETTINGS));
        } else if (file.size() <= MAX_EMBEDDING
                && EMBEDDING.matcher(path.name()).matches()) {
            read.add(path);
            embedded(context, path, context.sourceText(path, MAX_EMBEDDING));
        }
    }

    /** Functions in a text of another language: {@code create function f() ... language plpython3u as $$ import json}. */
    private void embedded(Context context, RootPath path, String content) throws IOException {
        Matcher statement = language.statement().matcher(content);
        StringBuilder source = new StringBuilder();
        int at = 0;
        while (statement.find()) {
            // Lines keep their numbers.
            content.substring(at, statement.start(1))
                    .chars()
                    .filter(c -> c == '\n')
                    .forEach(c -> source.append('\n'));
            source.append(statement.group(1));
            at = statement.end(1);
        }
        if (source.length() > 0) {
            addText(context, path.raw(), Optional.of(path), source.toString());
        }
    }

    private boolean isStandard(RootPath path) {
        for (RootPath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (directories.contains(above)) {
                // A directory of packages inside is none of it.
                RootPath below = path;
                while (!below.parent().equals(above)) {
                    below = below.parent();
                }
                return language.kind(below.name(), 0) != ModuleLanguage.Kind.NOTHING;
            }
        }
        return false;
    }

    private boolean isScript(Context context, RootPath path, Node.RegularFile file) {
        return file.attributes().isExecutable()
                && context.shebang(path)
                        .map(line -> line.envCommand().orElse(line.interpreter()))
                        .filter(program -> program.contains(language.key()))
                        .isPresent();
    }

    /** Whether an ELF file may import modules: one that embeds the interpreter, or is an extension module of a package. */
    private boolean isExtension(Context.Elf elf) {
        return !isStandard(elf.path())
                && (elf.needs("lib" + language.key())
                        || installed.values().stream().anyMatch(paths -> paths.stream()
                                .anyMatch(path -> elf.path().startsWith(path))));
    }

    private void settings(Context context, RootPath path, String content) throws IOException {
        int line = 1;
        int at = 0;
        while (at < content.length()) {
            char c = content.charAt(at);
            int start = at;
            boolean isDotted = false;
            while (at < content.length() && isNamePart(content.charAt(at))) {
                isDotted |= content.charAt(at) == '.';
                at++;
            }
            if (isDotted) {
                String where = "line " + line + " of " + path.raw() + " names ";
                named(context, content.substring(start, at), where, Optional.of(path));
            }
            if (at == start) {
                line += c == '\n' ? 1 : 0;
                at++;
            }
        }
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    }

    private void follow(Context context) throws IOException {
        while (!pending.isEmpty() && !everything) {
            Source source = pending.pop();
            if (read.add(source.file())) {
                read(context, source);
            }
        }
        if (everything) {
            whole();
        }
    }

    private void read(Context context, Source source) throws IOException {
        if (source.file().name().endsWith(".so")) {
            Optional<Context.Elf> elf = context.elf(source.file());
            if (elf.isPresent()) {
                strings(context, elf.get(), source.module());
            }
            return;
        }
        String content = context.sourceText(context.real(source.file()), MAX_SOURCE);
        text += content.length();
        if (text > MAX_TEXT) {
            everything = true;
            return;
        }
        ModuleNames names = language.names(content, source.isStandard());
        names(
                context,
                names,
                source.isStandard(),
                source.module(),
                source.isPackage(),
                source.file().raw(),
                Optional.of(source.file()));
    }

    private void names(
            Context context,
            ModuleNames names,
            boolean isStandard,
            String module,
            boolean isPackage,
            String where,
            Optional<RootPath> because)
            throws IOException {
        Set<String> skipped = facts.skips().getOrDefault(module.isEmpty() ? top(because) : module, Set.of());
        for (ModuleNames.Name each : names.imported()) {
            String name = absolute(each.text(), module, isPackage);
            if (!name.isEmpty() && skipped.stream().noneMatch(skip -> isBelow(name, skip))) {
                reach(context, name, "line " + each.line() + " of " + where + " imports " + name, because);
            }
        }
        for (ModuleNames.Name each : isStandard ? List.<ModuleNames.Name>of() : names.literals()) {
            if (skipped.stream().noneMatch(skip -> isBelow(each.text(), skip))) {
                named(context, each.text(), "line " + each.line() + " of " + where + " names ", because);
            }
        }
        if (names.dynamic() && !isStandard && computed.isEmpty()) {
            computed = Optional.of(new Asked(where + " loads modules by names that it computes", because));
            for (String each : List.copyOf(installed.keySet())) {
                reachInstalled(context, each, computed.get().why(), because);
            }
        }
    }

    private static boolean isBelow(String name, String above) {
        return above.equals("*")
                || (name.startsWith(above) && (name.length() == above.length() || name.charAt(above.length()) == '.'));
    }

    /** The package of an installed file, for the table of what is skipped. */
    private static String top(Optional<RootPath> file) {
        return file.map(path -> path.name().equals("__init__.py")
                        ? path.parent().name()
                        : path.name().substring(0, Math.max(0, path.name().indexOf('.'))))
                .orElse("");
    }

    /** A relative name of Python seen from its module; empty where it is relative to something unknown. */
    private static String absolute(String name, String module, boolean isPackage) {
        if (!name.startsWith(".")) {
            return name;
        }
        if (module.isEmpty()) {
            return "";
        }
        String base = isPackage ? module : parent(module);
        int dots = 1;
        while (dots < name.length() && name.charAt(dots) == '.') {
            base = parent(base);
            dots++;
        }
        String rest = name.substring(dots);
        return base.isEmpty() || rest.isEmpty() ? base + rest : base + "." + rest;
    }

    private static String parent(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    private static String first(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** Strings of code in C: names of modules, and code in the language itself. */
    private void strings(Context context, Context.Elf elf, String module) throws IOException {
        StringBuilder code = new StringBuilder();
        Set<String> skipped = facts.skips().getOrDefault(module, Set.of());
        for (String string : context.strings(elf)) {
            boolean isCode = string.contains("import ") || string.contains("use ") || string.contains("require ");
            if (isCode) {
                code.append(string).append('\n');
            } else if (string.length() < 100) {
                String name = string.replace("::", ".");
                boolean isModule = standard.get(name).isPresent()
                        || (name.indexOf('.') > 0 && standard.hasTop(first(name)))
                        || installed.containsKey(first(name));
                boolean isSkipped = skipped.stream().anyMatch(skip -> isBelow(name, skip));
                if (isModule && !isSkipped && !name.equals(module)) {
                    named(context, name, elf.path().raw() + " names ", Optional.of(elf.path()));
                }
            }
        }
        if (code.length() > 0) {
            names(
                    context,
                    language.names(code.toString(), true),
                    true,
                    module,
                    false,
                    elf.path().raw(),
                    Optional.of(elf.path()));
        }
    }

    /** A name that may be one of a module, or of something in it. */
    private void named(Context context, String name, String where, Optional<RootPath> because) throws IOException {
        if (standard.hasTop(first(name)) || installed.containsKey(first(name))) {
            reach(context, name, where + name, because);
        } else {
            asked.putIfAbsent(first(name), new Asked(where + name, because));
        }
    }

    /** The module of a name, each package above it, and what these need. */
    private void reach(Context context, String name, String why, Optional<RootPath> because) throws IOException {
        int dot = name.indexOf('.');
        while (dot >= 0) {
            one(context, name.substring(0, dot), why, because);
            dot = name.indexOf('.', dot + 1);
        }
        one(context, name, why, because);
        if (facts.whole().contains(name)) {
            whole(context, name, why, because);
        }
        String top = first(name);
        if (installed.containsKey(top)) {
            reachInstalled(context, top, why, because);
        } else if (!standard.hasTop(top)) {
            asked.putIfAbsent(top, new Asked(why, because));
        }
    }

    private void one(Context context, String name, String why, Optional<RootPath> because) throws IOException {
        Optional<ModuleIndex.Module> module = standard.get(name);
        boolean isNew = (module.isPresent() || facts.builtin().containsKey(name)) && reached.add(name);
        if (!isNew) {
            return;
        }
        because.ifPresentOrElse(findings::because, findings::becauseOfTheImage);
        if (module.isPresent()) {
            findings.files(Finding.Level.REQUIRED, why, module.get().files());
            findings.trees(Finding.Level.REQUIRED, why, module.get().trees());
            for (RootPath file : module.get().files()) {
                if (language.isSource(file.name()) || file.name().endsWith(".so")) {
                    pending.add(new Source(file, name, file.name().startsWith("__init__.")));
                }
            }
        }
        List<String> needs = new ArrayList<>(facts.builtin().getOrDefault(name, List.of()));
        if (module.isPresent()) {
            needs.addAll(facts.needs().getOrDefault(name, List.of()));
        }
        for (String need : needs) {
            List<String> each =
                    need.endsWith("*") ? standard.starting(need.substring(0, need.length() - 1)) : List.of(need);
            for (String one : each) {
                reach(context, one, name + ", which " + shown(because) + " imports, loads " + one, because);
            }
        }
        if (module.isPresent() && facts.whole().contains(name)) {
            whole(context, name, why, because);
        }
    }

    private static String shown(Optional<RootPath> because) {
        return because.map(RootPath::raw).orElse("the image");
    }

    private void whole(Context context, String name, String why, Optional<RootPath> because) throws IOException {
        for (String each : standard.below(name)) {
            one(context, each, why, because);
        }
    }

    private void reachInstalled(Context context, String top, String why, Optional<RootPath> because)
            throws IOException {
        if (!reachedInstalled.add(top)) {
            return;
        }
        because.ifPresentOrElse(findings::because, findings::becauseOfTheImage);
        List<RootPath> paths = installed.getOrDefault(top, List.of());
        findings.trees(Finding.Level.REQUIRED, why, paths);
        metadata.forEach((path, tops) -> {
            if (tops.contains(top)) {
                findings.trees(Finding.Level.REQUIRED, path.raw() + " describes " + top, List.of(path));
            }
        });
        Deque<RootPath> left = new ArrayDeque<>(paths);
        for (int count = 0; !left.isEmpty(); count++) {
            RootPath path = left.pop();
            if (count > MAX_FILES) {
                everything = true;
                return;
            }
            if (language.isSource(path.name())) {
                pending.add(new Source(path, "", false));
            } else {
                left.addAll(context.list(path));
            }
        }
    }

    private void whole() {
        findings.because(interpreter);
        findings.trees(Finding.Level.REQUIRED, evidence, directories);
        List<RootPath> rest = new ArrayList<>();
        installed.values().forEach(rest::addAll);
        rest.addAll(metadata.keySet());
        findings.trees(Finding.Level.REQUIRED, evidence, rest);
    }

    /** The directories of which something may be left out, for a person who wants them whole. */
    public List<RootPath> directories() {
        List<RootPath> all = new ArrayList<>(directories);
        all.addAll(places);
        return all.stream().sorted().toList();
    }
}
