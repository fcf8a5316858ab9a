package dev.whittle.resolve;

import dev.whittle.elf.BadElfException;
import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfInspection;
import dev.whittle.elf.Linkage;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.glibc.GlibcLoader;
import dev.whittle.resolve.glibc.GlibcRoot;
import dev.whittle.resolve.glibc.GlibcSearch;
import dev.whittle.resolve.load.Directories;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.LoaderTable;
import dev.whittle.resolve.load.Opened;
import dev.whittle.resolve.load.Place;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.Tokens;
import dev.whittle.resolve.musl.MuslLoader;
import dev.whittle.resolve.musl.MuslPath;
import dev.whittle.resolve.musl.MuslSearch;
import dev.whittle.resolve.musl.MuslSystemPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resolves any file of one root. Facts are cached, so one resolver should answer all questions about a root. */
public final class Resolver {
    private final FactsMemo facts;
    private final Directories directories;
    private @Nullable LibraryPlaces libraryPlaces;
    private final Map<String, GlibcRoot> glibcs = new HashMap<>();
    private final Map<String, MuslSystemPath> muslPaths = new HashMap<>();
    private final Map<RootPath, LoaderKind> kinds = new HashMap<>();

    public Resolver(RootFs root) {
        this.facts = new FactsMemo(root);
        this.directories = new Directories(root);
    }

    public RootFs root() {
        return facts.root();
    }

    public FactsMemo facts() {
        return facts;
    }

    /** Created on first use: most programs miss nothing. */
    synchronized LibraryPlaces libraryPlaces() {
        if (libraryPlaces == null) {
            libraryPlaces = new LibraryPlaces(root());
        }
        return libraryPlaces;
    }

    /**
     * The program at a path, links followed.
     *
     * @throws FileSystemException if there is no regular file, or it may not be read; its reason says which
     * @throws BadElfException if it is not an ELF file, or is damaged
     */
    public Program open(RootPath requested) throws IOException, BadElfException {
        Walk.Result result = Walk.follow(facts.root(), requested);
        if (result instanceof Walk.Result.Lost lost) {
            String at = (lost.cause() == Walk.Cause.MISSING ? "; there is no " : ": ") + lost.at();
            String where = lost.at().equals(requested) ? "" : at;
            throw new FileSystemException(requested.raw(), null, lost.cause() + where);
        }
        Walk.Result.Found found = (Walk.Result.Found) result;
        if (found.node() instanceof Node.Directory) {
            throw new FileSystemException(requested.raw(), null, "is a directory");
        }
        if (!(found.node() instanceof Node.RegularFile file)) {
            throw new FileSystemException(requested.raw(), null, "not a regular file");
        }
        try {
            ElfInspection inspection = facts.inspect(found.path(), file);
            return new Program(requested, found.path(), file, inspection.orThrow());
        } catch (AccessDeniedException e) {
            throw new FileSystemException(requested.raw(), null, "permission denied");
        }
    }

    /**
     * What a loader would do for it. A set-id program runs in secure mode whether or not the options say so.
     *
     * @throws IOException if the root cannot be read; missing and damaged files are part of the answer
     */
    public Resolution resolve(Program program, LoaderOptions options) throws IOException {
        LoadedObject main = new LoadedObject(
                program.name(),
                program.requested().raw(),
                program.realPath(),
                program.facts(),
                Place.of(Place.Kind.PATH),
                Optional.empty());
        Linkage linkage = program.facts().linkage();
        if (!linkage.isLoaded()) {
            return Resolution.alone(main);
        }
        LoaderOptions loaderOptions = options.withSecure(
                options.secure() || program.node().attributes().isSetId());
        Loader loaderFile = loader(program.facts());
        Interpreter interpreter = loaderFile.interpreter();
        Optional<LoadedObject> loader = loaderFile.object();
        if (interpreter.libc() == Libc.MUSL) {
            String name = loader.map(LoadedObject::path).orElse(interpreter.path());
            MuslSystemPath systemPath = muslSystemPath(name, muslName(name, loader, program.facts()));
            return new MuslLoader(
                            facts,
                            directories,
                            systemPath,
                            loaderFile.kind().preload().isEmpty()
                                    ? loaderOptions
                                    : loaderOptions.withPreload(
                                            loaderFile.kind().preload()),
                            main,
                            interpreter,
                            loader)
                    .run();
        }
        GlibcRoot root = glibc(interpreter, program.facts().header(), loaderOptions.platform());
        return new GlibcLoader(root, loaderOptions, main, interpreter, loader).run();
    }

    /**
     * Where the loaders of the root find a library by its bare name, as dlopen does in a program without search paths.
     *
     * @param name without a slash, raw
     * @return paths as found, at most one per loader
     */
    public List<RootPath> library(String name, LoaderOptions options) throws IOException {
        Set<RootPath> loaders = new HashSet<>();
        Set<RootPath> paths = new LinkedHashSet<>();
        for (String path : RootLoaders.of(root())) {
            Loader loader = loader(path, false);
            Optional<LoadedObject> object = loader.object();
            if (object.isPresent() && loaders.add(object.get().realPath())) {
                library(loader, object.get(), name, options).map(RootPath::of).ifPresent(paths::add);
            }
        }
        return List.copyOf(paths);
    }

    private Optional<String> library(Loader loader, LoadedObject object, String name, LoaderOptions options)
            throws IOException {
        if (loader.interpreter().libc() == Libc.MUSL) {
            String path = object.path();
            MuslSystemPath systemPath = muslSystemPath(path, muslName(path, Optional.of(object), object.facts()));
            MuslSearch search = new MuslSearch(facts, directories, systemPath, options, object);
            return search.find(Optional.empty(), name) instanceof MuslSearch.Hit.File file
                    ? Optional.of(file.path())
                    : Optional.empty();
        }
        GlibcRoot root = glibc(loader.interpreter(), object.facts().header(), options.platform());
        return new GlibcSearch(root, options, object).find(object, name) instanceof GlibcSearch.Hit.File file
                ? Optional.of(file.path())
                : Optional.empty();
    }

    /**
     * The directories of a file's own DT_RUNPATH or DT_RPATH, as its loader expands them for that file.
     *
     * @return in order; empty if the file has no such list, or no loader ever reads it
     */
    public List<SearchElement> searchPath(Program program) throws IOException {
        ElfFacts facts = program.facts();
        boolean run = facts.runpath().isPresent();
        Optional<String> text = run ? facts.runpath() : facts.rpath();
        if (text.isEmpty() || text.get().isEmpty() || !facts.linkage().isLoaded()) {
            return List.of();
        }
        Interpreter interpreter = loader(facts).interpreter();
        String real = program.realPath().raw();
        if (interpreter.libc() == Libc.MUSL) {
            return SearchElement.musl(run, text.get(), MuslPath.origin(real));
        }
        GlibcRoot root = glibc(interpreter, facts.header(), Optional.empty());
        String origin = program.realPath().parent().raw();
        Tokens tokens = new Tokens(
                origin, root.installation().lib(), root.legacy().of(List.of()).platform(), Tokens.Secure.OFF);
        return SearchElement.glibc(run, text.get(), tokens);
    }

    /**
     * The glibc-hwcaps levels that the program's loader knows, and older capabilities that make a difference in what
     * the loader has searched so far; best first, none for musl. Complete for a program once it has been resolved.
     */
    public List<String> hwcaps(Program program, LoaderOptions options) throws IOException {
        if (!program.facts().linkage().isLoaded()) {
            return List.of();
        }
        Interpreter interpreter = loader(program.facts()).interpreter();
        return interpreter.libc() == Libc.MUSL
                ? List.of()
                : glibc(interpreter, program.facts().header(), options.platform())
                        .hwcaps();
    }

    /** The caches that loaders have read so far, each file once, except those that are too long. */
    public synchronized List<LoaderCache> loaderCaches() {
        Map<RootPath, List<GlibcRoot>> readers = new TreeMap<>();
        for (GlibcRoot root : glibcs.values()) {
            if (root.cache().isPresent() && root.cacheFile().isPresent()) {
                readers.computeIfAbsent(root.cacheFile().get(), file -> new ArrayList<>())
                        .add(root);
            }
        }
        List<LoaderCache> caches = new ArrayList<>();
        readers.forEach((file, roots) -> LoaderCache.of(file, roots).ifPresent(caches::add));
        return caches;
    }

    /** One thread at a time, since it reads the loader and the cache. */
    private synchronized GlibcRoot glibc(Interpreter interpreter, ElfHeader header, Optional<String> platform)
            throws IOException {
        String key = interpreter.path() + "\0" + header.machine() + "\0" + header.bits() + "\0" + platform.orElse("");
        GlibcRoot known = glibcs.get(key);
        if (known == null) {
            known = GlibcRoot.read(facts, directories, interpreter.realPath(), header, platform);
            glibcs.put(key, known);
        }
        return known;
    }

    private synchronized MuslSystemPath muslSystemPath(String loader, String name) throws IOException {
        String key = loader + "\0" + name;
        MuslSystemPath known = muslPaths.get(key);
        if (known == null) {
            known = MuslSystemPath.read(facts.root(), loader, name);
            muslPaths.put(key, known);
        }
        return known;
    }

    /** A path that tells the architecture that musl was built for; the name of a link may be glibc's. */
    private static String muslName(String path, Optional<LoadedObject> loader, ElfFacts program) {
        if (Libc.of(path) == Libc.MUSL) {
            return path;
        }
        String real = loader.map(object -> object.realPath().raw()).orElse("");
        return Libc.of(real) == Libc.MUSL ? real : LoaderTable.muslLoader(program.header());
    }

    private synchronized LoaderKind kind(String interpreter, RootPath realPath) throws IOException {
        LoaderKind known = kinds.get(realPath);
        if (known == null) {
            known = LoaderKind.of(root(), interpreter, realPath);
            kinds.put(realPath, known);
        }
        return known;
    }

    /**
     * A loader, and its file if the root has it.
     *
     * @param path of the loader that finally runs, raw
     */
    private record Loader(Interpreter interpreter, LoaderKind kind, String path, Optional<Opened.File> file) {
        Optional<LoadedObject> object() {
            return file.map(file -> new LoadedObject(
                    path,
                    path,
                    file.realPath(),
                    file.inspection().facts().orElseThrow(),
                    Place.of(Place.Kind.LOADER),
                    Optional.empty()));
        }
    }

    private Loader loader(ElfFacts program) throws IOException {
        Optional<String> named = program.interpreter();
        if (named.isPresent()) {
            return loader(named.get(), true);
        }
        Optional<Loader> first = Optional.empty();
        for (String candidate : loadersFor(program)) {
            Loader loader = loader(candidate, false);
            if (!loader.interpreter().isMissing()) {
                return loader;
            }
            first = first.isPresent() ? first : Optional.of(loader);
        }
        return first.orElseThrow();
    }

    private Loader loader(String path, boolean requested) throws IOException {
        Opened opened = facts.open(path);
        if (opened instanceof Opened.File file) {
            Optional<String> problem = file.inspection().problem().map(BadElfException::reason);
            if (problem.isPresent()) {
                return missing(path, problem.get(), requested);
            }
            LoaderKind kind = kind(path, file.realPath());
            Interpreter interpreter = new Interpreter(path, Optional.of(file.realPath()), "", requested, kind.libc());
            if (kind.loader().isEmpty()) {
                return new Loader(interpreter, kind, path, Optional.of(file));
            }
            String other = kind.loader().get();
            boolean there = facts.open(other) instanceof Opened.File started
                    && started.inspection().facts().isPresent();
            return there
                    ? new Loader(interpreter, kind, other, Optional.of((Opened.File) facts.open(other)))
                    : missing(path, "it starts " + other + ", which cannot be used", requested);
        }
        return missing(
                path,
                opened instanceof Opened.Failed failed
                        ? failed.cause().toString()
                        : ((Opened.NotAFile) opened).reason(),
                requested);
    }

    private static Loader missing(String path, String problem, boolean requested) {
        LoaderKind kind = LoaderKind.byName(path);
        Interpreter interpreter = new Interpreter(path, Optional.empty(), problem, requested, kind.libc());
        return new Loader(interpreter, kind, path, Optional.empty());
    }

    /** A library names no loader: the libc it needs decides; if it needs none, what the root has. */
    private static List<String> loadersFor(ElfFacts library) {
        List<String> loaders = new ArrayList<>();
        String musl = LoaderTable.muslLoader(library.header());
        LoaderTable.glibcLoader(library.header()).ifPresent(loaders::add);
        boolean needsMusl = false;
        for (String name : library.needed()) {
            needsMusl |= name.startsWith("libc.musl-") || Libc.of(name) == Libc.MUSL || name.equals("libc.so");
        }
        loaders.add(needsMusl ? 0 : loaders.size(), musl);
        return loaders;
    }
}
