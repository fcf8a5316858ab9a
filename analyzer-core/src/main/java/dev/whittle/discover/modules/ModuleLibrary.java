package dev.whittle.discover.modules;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The library of one interpreter: the modules of its standard library, and of packages that are installed beside it, that
 * a kept file imports, directly or indirectly. If modules are loaded by computed names, all installed packages are kept.
 * One object serves one closure, and looks again when more is kept; its findings stay.
 */
public final class ModuleLibrary {
    /** Bytes of source text that are read; where there is more, nothing is left out. */
    private static final long MAX_TEXT = 64L << 20;

    private static final int MAX_SOURCE = 2 << 20;

    /** A string that is the path of a file of the system. */
    private static final Pattern FILE =
            Pattern.compile("[\"'](/(?:etc|usr/share|usr/lib|var/lib)(?:/[A-Za-z0-9_.+-]{1,80}+){1,8}+)[\"']");

    /** Limit for such a file, in bytes. */
    private static final long MAX_FILE = 1L << 20;

    /** A longer string is not a name. */
    private static final int MAX_NAME = 100;

    private final ModuleLanguage language;
    private final ModuleFacts facts;
    private final String evidence;
    private final RootPath interpreter;
    private final ModuleIndex standard;
    private final Set<RootPath> directories;
    private final InstalledModules installed;
    private final ReachedModules reached;
    private final Set<RootPath> read = new HashSet<>();
    private final List<Finding> found = new ArrayList<>();
    private final Findings findings;
    private long text;
    private boolean tooMuchText;

    /**
     * Where names of modules are.
     *
     * @param name for display
     * @param isStandard whether it is of the standard library, whose computed names are known
     * @param module that it is the code of; empty if it is not of the standard library
     * @param isPackage whether this module is a package
     */
    private record Place(String name, Optional<RootPath> file, boolean isStandard, String module, boolean isPackage) {
        static Place outside(String name, Optional<RootPath> file) {
            return new Place(name, file, false, "", false);
        }

        ModuleReason reason(String evidence) {
            return new ModuleReason(evidence, file);
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
        this.installed = new InstalledModules(language);
        this.reached = new ReachedModules(language, facts, standard, installed, findings);
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
            library.reached.add(
                    context, name, new ModuleReason(evidence + ", which loads " + name, Optional.of(interpreter)));
        }
        return library;
    }

    /** Adds directories of installed packages: each entry is one package. A directory that was added before is ignored. */
    public void addInstalled(Context context, List<RootPath> beside) throws IOException {
        for (RootPath directory : beside) {
            for (RootPath entry : installed.add(context, directory)) {
                findings.trees(Finding.Level.REQUIRED, evidence, List.of(entry));
                if (entry.name().endsWith(".pth")) {
                    reached.readLater(ModuleSource.outside(entry));
                }
            }
        }
        reached.addNewlyInstalled(context);
    }

    /** Whether nothing is left out. */
    public boolean isWhole() {
        return tooMuchText || reached.areTooMany();
    }

    /** Source text that has no file: an argument, or the value of a variable. */
    public void addText(Context context, String where, Optional<RootPath> file, String source) throws IOException {
        addNames(context, language.names(source, false), Place.outside(where, file));
        addWords(context, source, Place.outside(where, file));
    }

    /** The names in a word of a command line, or in the value of a variable. */
    public void addNames(Context context, String where, Optional<RootPath> file, String word) throws IOException {
        for (String name : ModuleTexts.names(word)) {
            reached.addNamed(context, name, new ModuleReason(where + " names " + name, file));
        }
    }

    /** Adds a module that is run as a program: {@code python3 -m http.server} executes its {@code __main__} block. */
    public void run(Context context, String name, String where, Optional<RootPath> file) throws IOException {
        ModuleReason reason = new ModuleReason(where, file);
        reached.add(context, name, reason);
        reached.add(context, name + ".__main__", reason);
        for (RootPath source : sources(name)) {
            if (read.remove(source)) {
                reached.readLater(ModuleSource.outside(source)); // read again, as a program
            }
        }
    }

    private List<RootPath> sources(String name) {
        return standard.get(name).map(ModuleIndex.Module::files).orElse(List.of()).stream()
                .filter(file -> language.isSource(file.name()))
                .toList();
    }

    /** Reads a script that a process is given, whatever its name and its first line are. */
    public void addScript(RootPath script) {
        if (!isStandard(script)) {
            reached.readLater(ModuleSource.outside(script));
        }
    }

    /** Examines what is kept, and adds all findings so far. */
    public void look(Context context, Findings all) throws IOException {
        for (Selection.Kept kept : context.kept().all()) {
            if (!isWhole() && kept.node() instanceof Node.RegularFile file) {
                look(context, kept.path(), file);
            }
        }
        for (Context.Elf elf : context.elfs()) {
            if (!isWhole() && isExtension(elf) && read.add(elf.path())) {
                readStrings(context, elf, "");
            }
        }
        readSources(context);
        all.addAll(found);
    }

    /** A kept file that is not of the standard library: a source, settings, or a text with embedded code. */
    private void look(Context context, RootPath path, Node.RegularFile file) throws IOException {
        if (read.contains(path) || isStandard(path)) {
            return;
        }
        Place place = Place.outside(path.raw(), Optional.of(path));
        if (language.isSource(path.name()) || isScript(context, path, file)) {
            reached.readLater(ModuleSource.outside(path));
        } else if (ModuleTexts.isSettings(path.name(), file.size())) {
            read.add(path);
            String content = context.sourceText(path, ModuleTexts.MAX_SETTINGS);
            for (ModuleNames.Name name : ModuleTexts.dottedNames(content)) {
                addNamed(context, name, place);
            }
            // Settings in /usr come with packages, and list every encoding there is.
            if (!path.raw().startsWith("/usr/")) {
                addWords(context, content, place);
            }
        } else if (ModuleTexts.mayEmbedCode(path.name(), file.size())) {
            read.add(path);
            String content = context.sourceText(path, ModuleTexts.MAX_EMBEDDING);
            String code = ModuleTexts.embeddedCode(language.statement(), content);
            if (!code.isEmpty()) {
                addNames(context, language.names(code, false), place);
            }
        }
    }

    private boolean isStandard(RootPath path) {
        for (RootPath above = path.parent(); !above.isRoot(); above = above.parent()) {
            if (directories.contains(above)) {
                // A directory of packages inside does not belong to it.
                RootPath below = path;
                while (!below.parent().equals(above)) {
                    below = below.parent();
                }
                return language.kind(below.name(), 0) != ModuleLanguage.Kind.NOTHING;
            }
        }
        return false;
    }

    private boolean isScript(Context context, RootPath path, Node.RegularFile file) throws IOException {
        return file.attributes().isExecutable()
                && context.interpreter(path)
                        .filter(program -> program.contains(language.key()))
                        .isPresent();
    }

    /** Whether an ELF file may import modules: one that embeds the interpreter, or is an extension module of a package. */
    private boolean isExtension(Context.Elf elf) {
        return !isStandard(elf.path()) && (elf.needs("lib" + language.key()) || installed.hasFile(elf.path()));
    }

    private void readSources(Context context) throws IOException {
        while (reached.hasUnread() && !isWhole()) {
            ModuleSource source = reached.nextUnread();
            if (read.add(source.file())) {
                read(context, source);
            }
        }
        if (isWhole()) {
            addWhole(context);
        }
    }

    private void read(Context context, ModuleSource source) throws IOException {
        if (source.file().name().endsWith(".so")) {
            Optional<Context.Elf> elf = context.elf(source.file());
            if (elf.isPresent()) {
                readStrings(context, elf.get(), source.module());
            }
            return;
        }
        String content = context.sourceText(context.real(source.file()), MAX_SOURCE);
        text += content.length();
        if (text > MAX_TEXT) {
            tooMuchText = true;
            return;
        }
        Place place = new Place(
                source.file().raw(),
                Optional.of(source.file()),
                source.isStandard(),
                source.module(),
                source.isPackage());
        Optional<EntryPoints.Program> program = source.isStandard() ? Optional.empty() : EntryPoints.program(content);
        ModuleNames names = language.names(content, source.isStandard());
        addNames(context, program.isPresent() ? names.ofProgram() : names, place);
        if (program.isPresent()) {
            String why = place.name() + " starts " + program.get().name() + " of "
                    + program.get().distribution();
            reached.addProgram(context, program.get(), place.reason(why));
        }
        if (source.isStandard()) {
            addFiles(context, source.file(), content);
        } else {
            addWords(context, language.withoutDocumentation(content), place);
        }
    }

    /** Files of the system that a module of the standard library opens: those of {@code mimetypes.knownfiles}. */
    private void addFiles(Context context, RootPath source, String content) throws IOException {
        Matcher literal = FILE.matcher(content);
        while (literal.find()) {
            Optional<RootPath> file = context.file(literal.group(1));
            boolean isData = file.isPresent()
                    && !SystemPaths.isSecret(file.get())
                    && !SystemPaths.isOfPackageManager(file.get())
                    && context.node(file.get()).orElse(null) instanceof Node.RegularFile node
                    && !node.attributes().isExecutable()
                    && node.size() <= MAX_FILE;
            if (isData) {
                findings.because(source)
                        .file(Finding.Level.EXPECTED, source.raw() + " names " + literal.group(1), file);
            }
        }
    }

    /** Adds modules that are loaded for a word of a text, such as an encoding. Their own package is skipped: it lists all of them. */
    private void addWords(Context context, String content, Place place) throws IOException {
        for (String module : facts.loadedFor(content)) {
            String own = "/" + DottedNames.first(module);
            if (place.name().contains(own + "/") || place.name().contains(own + ".")) {
                continue;
            }
            reached.add(context, module, place.reason(place.name() + " names what " + module + " is loaded for"));
        }
    }

    private void addNames(Context context, ModuleNames names, Place place) throws IOException {
        String skipping = place.module().isEmpty() ? top(place.file()) : place.module();
        Set<String> skipped = facts.skips().getOrDefault(skipping, Set.of());
        for (ModuleNames.Name imported : names.imported()) {
            String name = DottedNames.absolute(imported.text(), place.module(), place.isPackage());
            if (!name.isEmpty() && skipped.stream().noneMatch(skip -> DottedNames.isBelow(name, skip))) {
                String why = "line " + imported.line() + " of " + place.name() + " imports " + name;
                reached.add(context, name, place.reason(why));
            }
        }
        for (ModuleNames.Name literal : place.isStandard() ? List.<ModuleNames.Name>of() : names.literals()) {
            if (skipped.stream().noneMatch(skip -> DottedNames.isBelow(literal.text(), skip))) {
                addNamed(context, literal, place);
            }
        }
        if (names.usesEntryPoints() && !place.isStandard()) {
            reached.addEntryPoints(context, place.reason(place.name() + " looks for entry points of packages"));
        }
        if (names.dynamic() && !place.isStandard()) {
            reached.addComputed(context, place.reason(place.name() + " loads modules by names that it computes"));
        }
    }

    private void addNamed(Context context, ModuleNames.Name name, Place place) throws IOException {
        String why = "line " + name.line() + " of " + place.name() + " names " + name.text();
        reached.addNamed(context, name.text(), place.reason(why));
    }

    /** The package of an installed file, for the table of what is skipped. */
    private static String top(Optional<RootPath> file) {
        return file.map(path -> path.name().equals("__init__.py")
                        ? path.parent().name()
                        : path.name().substring(0, Math.max(0, path.name().indexOf('.'))))
                .orElse("");
    }

    /** Strings of code in C: names of modules, and code in the language itself. */
    private void readStrings(Context context, Context.Elf elf, String module) throws IOException {
        Place place = new Place(elf.path().raw(), Optional.of(elf.path()), true, module, false);
        StringBuilder code = new StringBuilder();
        Set<String> skipped = facts.skips().getOrDefault(module, Set.of());
        for (String string : context.strings(elf)) {
            boolean isCode = string.contains("import ") || string.contains("use ") || string.contains("require ");
            if (isCode) {
                code.append(string).append('\n');
            } else if (string.length() < MAX_NAME) {
                String name = string.replace("::", ".");
                boolean isSkipped = skipped.stream().anyMatch(skip -> DottedNames.isBelow(name, skip));
                if (isModule(string, name) && !isSkipped && !name.equals(module)) {
                    reached.addNamed(context, name, place.reason(place.name() + " names " + name));
                }
            }
        }
        if (code.length() > 0) {
            addNames(context, language.names(code.toString(), true), place);
        }
    }

    /** Whether a string is the name of a module; one without a dot is a word, unless there is such a module. */
    private boolean isModule(String string, String name) {
        if (language == ModuleLanguage.PERL && string.indexOf('.') >= 0) {
            return false; // the parts of a module's name are separated by colons
        }
        String top = DottedNames.first(name);
        return standard.get(name).isPresent()
                || (name.indexOf('.') > 0 && standard.hasTop(top))
                || installed.contains(top);
    }

    private void addWhole(Context context) throws IOException {
        for (String name : standard.starting("")) {
            for (RootPath source : sources(name)) {
                if (read.add(source)) {
                    addFiles(context, source, context.sourceText(context.real(source), MAX_SOURCE));
                }
            }
        }
        findings.because(interpreter);
        for (RootPath directory : directories) {
            // Python's Makefile, "make libainstall": for programs that are built with the interpreter in them.
            Set<RootPath> archives = new HashSet<>(context.glob(directory.raw() + "/config-*/*.a"));
            findings.tree(Finding.Level.REQUIRED, evidence, Optional.of(directory), archives);
        }
        findings.trees(Finding.Level.REQUIRED, evidence, installed.all());
    }

    /** The directories that may be kept only in part, for a message that says how to keep them whole. */
    public List<RootPath> directories() {
        List<RootPath> all = new ArrayList<>(directories);
        all.addAll(installed.directories());
        return all.stream().sorted().toList();
    }
}
