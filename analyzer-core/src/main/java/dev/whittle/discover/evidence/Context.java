package dev.whittle.discover.evidence;

import dev.whittle.closure.PackageChoice;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Selection;
import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.Linkage;
import dev.whittle.image.ImageConfig;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.Program;
import dev.whittle.resolve.Resolver;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import dev.whittle.script.CommandPath;
import dev.whittle.script.Shebang;
import dev.whittle.script.Shells;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a detector may look at: the files kept so far, the root, and the image's configuration. */
public final class Context {
    private static final StringExtractor<Boolean> IS_BUSYBOX =
            strings -> strings.stream().anyMatch(string -> string.startsWith("BusyBox v"));

    private final Selection kept;
    private final Resolver resolver;
    private final Evidence files;
    private final ProcessEnvironment surroundings;
    private final List<Elf> elfs = new ArrayList<>();
    private final Set<RootPath> elfPaths = new HashSet<>();

    /** Detectors request the same few symbols, some of them for each kept file. */
    private final Map<String, List<Elf>> libraries = new ConcurrentHashMap<>();

    /**
     * @param path real
     * @param name the soname, otherwise the file's name; every detector uses it
     */
    public record Elf(RootPath path, Node.RegularFile node, ElfFacts facts, String name) {
        Elf(RootPath path, Node.RegularFile node, ElfFacts facts) {
            this(path, node, facts, facts.soname().orElseGet(path::name));
        }

        public boolean needs(String prefix) {
            return facts.needed().stream().anyMatch(name -> name.startsWith(prefix));
        }

        public boolean isProgram() {
            return facts.interpreter().isPresent()
                    || facts.linkage() == Linkage.STATIC
                    || facts.linkage() == Linkage.STATIC_PIE;
        }

        /** The C library or its loader: what is true for them is true for every program, and so not evidence. */
        public boolean isLibc() {
            return name.equals("libc.so.6")
                    || name.startsWith("ld-")
                    || name.startsWith("ld.so")
                    || name.startsWith("ld64.so")
                    || name.startsWith("libc.musl-")
                    || name.startsWith("libc.so");
        }
    }

    public Context(Selection kept, Resolver resolver, Evidence files, ProcessEnvironment surroundings)
            throws IOException {
        this.kept = kept;
        this.resolver = resolver;
        this.files = files;
        this.surroundings = surroundings;
        for (Selection.Kept each : kept.all()) {
            if (each.node() instanceof Node.RegularFile file && file.size() > 0) {
                Optional<ElfFacts> facts = resolver.facts().facts(each.path(), file);
                if (facts.isPresent()) {
                    elfs.add(new Elf(each.path(), file, facts.get()));
                    elfPaths.add(each.path());
                }
            }
        }
    }

    public RootFs root() {
        return resolver.root();
    }

    public Selection kept() {
        return kept;
    }

    /** The sizes of the kept files together, in bytes. */
    public long keptBytes() {
        long bytes = 0;
        for (Selection.Kept each : kept.all()) {
            bytes += each.node() instanceof Node.RegularFile file ? file.size() : 0;
        }
        return bytes;
    }

    /** What the processes of the image do. */
    public Processes processes() {
        return files.processes();
    }

    public List<Elf> elfs() {
        return elfs;
    }

    public Optional<ImageConfig> config() {
        return surroundings.config();
    }

    /** Whether the image's own command is started, and not another program added to the image. */
    public boolean isWholeImage() {
        return surroundings.wholeImage();
    }

    /** The words of the image's command; none if something else is started. */
    public List<String> command() {
        List<String> words = new ArrayList<>();
        config().filter(config -> isWholeImage()).ifPresent(config -> {
            words.addAll(config.entrypoint());
            words.addAll(config.cmd());
        });
        return words;
    }

    public CommandPath commands() {
        return surroundings.commands();
    }

    /** Whether a file is kept only as one of many: then its needs are optional. */
    public boolean isIncidental(RootPath path) {
        return new Incidental(kept).is(path);
    }

    /** As {@link #isIncidental}, but also for a file that only such files name: scripts of a directory that run each other. */
    public boolean isIncidentalAmongOthers(RootPath path) {
        return new Incidental(kept).isAmongOthers(path);
    }

    /** A variable of the image. */
    public Optional<String> variable(String name) {
        return config().map(config -> config.env().get(name)).filter(value -> !value.isEmpty());
    }

    public Set<String> imports(Elf elf) {
        return files.imports(elf.path());
    }

    /** The first of these symbols that a file imports. */
    public Optional<String> imported(Elf elf, List<String> symbols) {
        Set<String> imports = imports(elf);
        return symbols.stream().filter(imports::contains).findFirst();
    }

    public List<String> strings(Elf elf) {
        return files.strings(elf.path());
    }

    /** The result of an extractor for a file's strings, computed once per file. */
    public <T> T read(Elf elf, StringExtractor<T> extractor) {
        return files.read(elf.path(), extractor);
    }

    /** Reads in parallel what most detectors use. Without it, files are read one at a time. */
    public void readAhead() {
        files.readAhead(elfs.stream().map(Elf::path).toList());
    }

    /** Those of some words that a file contains, each as a separate string. */
    public List<String> words(Elf elf, Set<String> wanted) {
        return files.words(elf.path(), wanted);
    }

    /**
     * Consecutive names in a file, each a separate string, if one of the wanted names is among them.
     *
     * @param wanted the same in each call
     */
    public List<List<String>> nameRuns(Elf elf, Set<String> wanted) {
        return files.nameRuns(elf.path(), wanted);
    }

    /** Relations between the packages in the root's databases. */
    public PackageTies packages() {
        return files.packages();
    }

    /**
     * The packages of files, by real path; a file that no package has is left out. Ask for many files at once: those that
     * were not looked up before take one pass over the lists of all packages.
     */
    public Map<RootPath, String> owners(Collection<RootPath> files) {
        return this.files.owners(files);
    }

    /** The databases of the root's packages. */
    public PackageDatabases databases() {
        return files.databases();
    }

    /** What to do with package databases. */
    public PackageChoice packageChoice() {
        return surroundings.packages();
    }

    /** Whether it is a busybox: its strings and imports are for all its commands, few of which are kept. */
    public boolean isMultiCall(Elf elf) {
        return read(elf, IS_BUSYBOX);
    }

    /** The first line of a kept script; empty for other files, among them ELF files. */
    public Optional<Shebang> shebang(RootPath realPath) {
        return elfPaths.contains(realPath) ? Optional.empty() : files.shebang(realPath);
    }

    /**
     * The name of the program that a kept script is for, without its directory: that of its first line or, if that is a
     * shell that passes the script on, of the program that gets it. Empty for other files.
     */
    public Optional<String> interpreter(RootPath realPath) throws IOException {
        Optional<String> named = shebang(realPath)
                .map(line -> line.envCommand().orElse(line.interpreter()))
                .map(program -> program.substring(program.lastIndexOf('/') + 1));
        if (named.isEmpty() || !Shells.isShell(named.get())) {
            return named;
        }
        Optional<String> restarted = RestartedScripts.interpreter(text(realPath));
        return restarted.isPresent() ? restarted : named;
    }

    /** Content of a file, links followed, raw; empty if there is none. */
    public String text(RootPath file) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root(), file).found();
        return found.isPresent() && found.get().node() instanceof Node.RegularFile
                ? files.text(found.get().path())
                : "";
    }

    /** The words of a text file, without comments. */
    public Set<String> settingWords(RootPath realPath) {
        return files.settingWords(realPath).keySet();
    }

    /** Where a kept configuration file or the image's command names a plugin by a word, as evidence. */
    Optional<String> settingThatNames(RootPath plugin) {
        Collection<String> names = SettingWords.names(plugin);
        return command().stream()
                .filter(names::contains)
                .findFirst()
                .map(word -> "the image's command names " + word)
                .or(() -> SettingWords.line(kept, files, names));
    }

    /**
     * Where an argument of a process that the image starts names a plugin by a word, as evidence: {@code -c avformat:x.mp4}.
     *
     * @param names without directories and suffixes
     */
    Optional<String> argumentThatNames(Collection<String> names) throws IOException {
        for (String name : names) {
            String where = processes().argumentWords().get(name);
            if (where != null) {
                return Optional.of(where + " names " + name);
            }
        }
        return Optional.empty();
    }

    /**
     * Content of a kept file that only one detector reads, raw and not cached; empty if the file is larger than the
     * limit.
     */
    public String sourceText(RootPath realPath, int limit) {
        return files.unremembered(realPath, limit);
    }

    /** A path that exists, or a link that leads nowhere. Not the root itself. */
    public Optional<RootPath> existing(String raw) throws IOException {
        if (!raw.startsWith("/") || raw.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        RootPath path = Walk.normalise(root(), raw);
        return !path.isRoot() && Walk.followParents(root(), path).found().isPresent()
                ? Optional.of(path)
                : Optional.empty();
    }

    /** The target of a path. */
    public Optional<Node> node(RootPath path) throws IOException {
        return Walk.follow(root(), path).found().map(Walk.Result.Found::node);
    }

    public Optional<RootPath> file(String raw) throws IOException {
        Optional<RootPath> path = existing(raw);
        return path.isPresent() && node(path.get()).orElse(null) instanceof Node.RegularFile ? path : Optional.empty();
    }

    public Optional<RootPath> directory(String raw) throws IOException {
        Optional<RootPath> path = existing(raw);
        return path.isPresent() && node(path.get()).orElse(null) instanceof Node.Directory ? path : Optional.empty();
    }

    /** The first of these that is a file. */
    public Optional<RootPath> firstFile(List<String> raws) throws IOException {
        for (String raw : raws) {
            Optional<RootPath> file = file(raw);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** The target of a path, links resolved; the path itself if it leads nowhere. */
    public RootPath real(RootPath path) throws IOException {
        return Walk.follow(root(), path).found().map(Walk.Result.Found::path).orElse(path);
    }

    /** Entries of a directory, by its path as given; empty if it is not a directory. */
    public List<RootPath> list(RootPath directory) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root(), directory).found();
        try {
            return found.isPresent() && found.get().node() instanceof Node.Directory
                    ? root().list(found.get().path()).stream()
                            .map(directory::child)
                            .toList()
                    : List.of();
        } catch (AccessDeniedException e) {
            return List.of();
        }
    }

    /** Whether a directory has the standard library of a language, of which that language's family chooses. */
    public boolean isStandardLibrary(RootPath directory) throws IOException {
        return StandardLibrary.is(this, directory);
    }

    public List<RootPath> glob(String raw) throws IOException {
        return new PathPattern(raw).expand(root());
    }

    /** Where {@code dlopen(name)}, called by this file, would find it: the search is that of a preloaded library. */
    public Optional<RootPath> library(Elf from, String name) throws IOException {
        Program program = new Program(from.path(), from.path(), from.node(), from.facts());
        LoaderOptions options = surroundings.options().withPreload(List.of(name));
        for (Edge edge : resolver.resolve(program, options).edges()) {
            if (edge.kind() == Edge.Kind.PRELOAD
                    && edge.name().equals(name)
                    && edge.outcome() instanceof Outcome.Found found) {
                return Optional.of(RootPath.of(found.path()));
            }
        }
        return Optional.empty();
    }

    /** The target of a path, kept or not, if it is an ELF file. */
    public Optional<Elf> elf(RootPath path) throws IOException {
        Optional<Walk.Result.Found> found = Walk.follow(root(), path).found();
        if (found.isEmpty() || !(found.get().node() instanceof Node.RegularFile file) || file.size() == 0) {
            return Optional.empty();
        }
        try {
            RootPath real = found.get().path();
            return resolver.facts().facts(real, file).map(facts -> new Elf(real, file, facts));
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /** The real paths of the libraries that a file loads. */
    List<RootPath> closure(Elf elf) throws IOException {
        Program program = new Program(elf.path(), elf.path(), elf.node(), elf.facts());
        return resolver.resolve(program, surroundings.options()).edges().stream()
                .map(edge -> edge.outcome() instanceof Outcome.Found found
                        ? found.object().realPath()
                        : elf.path())
                .distinct()
                .toList();
    }

    /** The kept libraries with a name. */
    public List<Elf> libraries(String prefix) {
        return libraries.computeIfAbsent(
                prefix,
                its -> elfs.stream().filter(elf -> elf.name().startsWith(its)).toList());
    }
}
