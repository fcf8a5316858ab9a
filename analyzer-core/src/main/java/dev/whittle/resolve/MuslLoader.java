package dev.whittle.resolve;

import dev.whittle.elf.Dependency;
import dev.whittle.elf.ElfFacts;
import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.Linkage;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of musl's loader: ldso/dynlink.c, load_preload and load_deps with load_library. */
final class MuslLoader {
    /** Names that mean the loader itself, which is the C library: load_library, "reserved". */
    private static final List<String> RESERVED =
            List.of("libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet.");

    /** path_open passes over what does not fit load_library's buffer of 2*NAME_MAX+2. */
    private static final int MAX_CANDIDATE = 2 * Walk.MAX_NAME + 1;

    private final FactsCache facts;
    private final LoaderOptions options;
    private final LoadedObject main;
    private final Interpreter interpreter;
    private final Optional<LoadedObject> loader;
    private final MuslSystemPath systemPath;
    private final List<LoadedObject> queue = new ArrayList<>();
    private final Map<String, LoadedObject> byShortName = new HashMap<>();
    private final Map<Object, LoadedObject> byIdentity = new HashMap<>();
    private final List<Resolution.Listed> listed = new ArrayList<>();
    private final Set<String> reported = new HashSet<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Attempts.Budget budget = new Attempts.Budget();
    private final Directories directories;
    private final Map<LoadedObject, Optional<SearchList>> rpaths = new HashMap<>();
    private final Optional<SearchList> libraryPath;
    private final SearchList system;

    /** How many objects come before the loader in the order of symbols. */
    private int loaderAt = Integer.MAX_VALUE;

    MuslLoader(
            FactsCache facts,
            Directories directories,
            MuslSystemPath systemPath,
            LoaderOptions options,
            LoadedObject main,
            Interpreter interpreter,
            Optional<LoadedObject> loader)
            throws IOException {
        this.facts = facts;
        this.options = options;
        this.main = main;
        this.interpreter = interpreter;
        this.loader = loader;
        this.directories = directories;
        this.systemPath = systemPath;
        this.system = list(systemPath.list(), Place.of(Place.Kind.SYSTEM));
        String path = options.libraryPath().orElse("");
        this.libraryPath = path.isEmpty() || options.secure()
                ? Optional.empty()
                : Optional.of(list(path, Place.ofList(Place.Kind.LIBRARY_PATH, path, "")));
    }

    Resolution run() throws IOException {
        loader.ifPresent(object -> listed.add(new Resolution.Listed.Loaded(interpreter.path(), object)));
        if (!options.secure()) {
            for (String name : options.preload()) {
                load(Optional.empty(), name, Edge.Kind.PRELOAD);
            }
        }
        loadDependencies(main);
        for (int i = 0; i < queue.size(); i++) {
            loadDependencies(queue.get(i));
        }
        return new Resolution(
                main,
                Optional.of(Libc.MUSL),
                Optional.of(interpreter),
                listed,
                edges,
                List.of(),
                systemPath.file().stream().toList(),
                List.of(),
                scope(),
                systemPath.remark().stream().toList());
    }

    /** dynlink.c:__dls3: add_syms for each object in the order of loading; load_library puts the loader where it is needed. */
    private List<LoadedObject> scope() {
        List<LoadedObject> scope = new ArrayList<>(List.of(main));
        scope.addAll(queue);
        loader.ifPresent(object -> scope.add(Math.min(loaderAt, queue.size()) + 1, object));
        return scope;
    }

    /** DT_FILTER and DT_AUXILIARY mean nothing to musl. */
    private void loadDependencies(LoadedObject owner) throws IOException {
        for (Dependency dependency : owner.facts().dependencies()) {
            if (dependency.kind() == Dependency.Kind.NEEDED) {
                load(Optional.of(owner), dependency.name(), Edge.Kind.NEEDED);
            }
        }
    }

    private void load(Optional<LoadedObject> requester, String name, Edge.Kind kind) throws IOException {
        Outcome outcome = outcome(requester, name);
        if (kind == Edge.Kind.NEEDED && !(outcome instanceof Outcome.Found)) {
            listed.add(new Resolution.Listed.NotFound(name));
        }
        edges.add(new Edge(requester.orElse(main), kind, name, outcome));
    }

    private Outcome outcome(Optional<LoadedObject> requester, String name) throws IOException {
        Optional<String> reserved = RESERVED.stream().filter(name::startsWith).findFirst();
        if (loader.isPresent() && (reserved.isPresent() || name.equals(interpreter.path()))) {
            // ldd tells each of the reserved names once, whatever follows its dot.
            if (reserved.isPresent() && reported.add(reserved.get())) {
                listed.add(new Resolution.Listed.Loaded(name, loader.get()));
            }
            loaderAt = Math.min(loaderAt, queue.size());
            return new Outcome.Found(loader.get(), false); // in memory before any request
        }
        Attempts attempts = new Attempts(budget);
        if (name.indexOf('/') >= 0) {
            return open(requester, name, name, Place.of(Place.Kind.PATH), attempts)
                    .orElseGet(() -> new Outcome.Missing(attempts.list()));
        }
        LoadedObject known = byShortName.get(name);
        if (known != null) {
            return new Outcome.Found(known, false);
        }
        if (name.isEmpty() || name.length() > Walk.MAX_NAME) {
            return new Outcome.Missing(attempts.list());
        }
        return search(requester, name, attempts).orElseGet(() -> new Outcome.Missing(attempts.list()));
    }

    private Optional<Outcome> search(Optional<LoadedObject> requester, String name, Attempts attempts)
            throws IOException {
        if (libraryPath.isPresent()) {
            Optional<Outcome> outcome = in(libraryPath.get(), requester, name, attempts);
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        for (Optional<LoadedObject> o = requester; o.isPresent(); o = o.get().requester()) {
            Optional<SearchList> rpath = rpath(o.get());
            if (rpath.isPresent()) {
                Optional<Outcome> outcome = in(rpath.get(), requester, name, attempts);
                if (outcome.isPresent()) {
                    return outcome;
                }
            }
        }
        return in(system, requester, name, attempts);
    }

    private Optional<SearchList> rpath(LoadedObject owner) throws IOException {
        Optional<SearchList> known = rpaths.get(owner);
        if (known == null) {
            known = readRpath(owner);
            rpaths.put(owner, known);
        }
        return known;
    }

    /** decode_dyn lets DT_RUNPATH override DT_RPATH; fixup_rpath expands it, or drops it as a whole. */
    private Optional<SearchList> readRpath(LoadedObject owner) throws IOException {
        ElfFacts its = owner.facts();
        boolean run = its.runpath().isPresent();
        Optional<String> written = run ? its.runpath() : its.rpath();
        if (written.isEmpty()) {
            return Optional.empty();
        }
        String text = written.get();
        if (!MuslPath.isExpandable(text) || (owner == main && options.secure() && text.indexOf('$') >= 0)) {
            return Optional.empty();
        }
        Place place = Place.ofList(run ? Place.Kind.RUNPATH : Place.Kind.RPATH, text, owner.path());
        SearchList.Builder list = new SearchList.Builder(directories, true);
        String path = owner == main ? owner.realPath().raw() : owner.path();
        MuslPath.directories(text, MuslPath.origin(path), MAX_CANDIDATE, directory -> list.add(directory + "/", true));
        return Optional.of(list.build(place));
    }

    private SearchList list(String text, Place place) throws IOException {
        SearchList.Builder list = new SearchList.Builder(directories, true);
        MuslPath.split(text, MAX_CANDIDATE, directory -> list.add(directory + "/", true));
        return list.build(place);
    }

    /** path_open: an error other than ENOENT, ENOTDIR, EACCES, ENAMETOOLONG ends it all. */
    private Optional<Outcome> in(SearchList list, Optional<LoadedObject> requester, String name, Attempts attempts)
            throws IOException {
        return list.find(name, attempts, false, entry -> {
            String path = entry.prefix() + name;
            if (path.length() > MAX_CANDIDATE) {
                attempts.add(list.place(), path, Walk.Cause.NAME_TOO_LONG);
                return Optional.empty();
            }
            Opened opened = entry.realPath().isPresent()
                    ? Opened.in(facts, entry.realPath().get(), name)
                    : new Opened.Failed(Walk.Cause.LINK_LOOP);
            return take(opened, requester, path, name, list.place(), attempts);
        });
    }

    private Optional<Outcome> open(
            Optional<LoadedObject> requester, String path, String name, Place place, Attempts attempts)
            throws IOException {
        return take(facts.open(path), requester, path, name, place, attempts);
    }

    private Optional<Outcome> take(
            Opened opened, Optional<LoadedObject> requester, String path, String name, Place place, Attempts attempts)
            throws IOException {
        if (opened instanceof Opened.Failed failed) {
            attempts.add(place, path, failed.cause());
            boolean ends = failed.cause() == Walk.Cause.LINK_LOOP;
            return ends ? Optional.of(new Outcome.Missing(attempts.list())) : Optional.empty();
        }
        if (opened instanceof Opened.NotAFile other) {
            return Optional.of(new Outcome.Fatal(path, other.reason(), place, attempts.list()));
        }
        Opened.File file = (Opened.File) opened;
        LoadedObject same = byIdentity.get(file.node().identity());
        if (same != null) {
            if (!path.equals(name)) {
                byShortName.putIfAbsent(baseName(same.path()), same);
            }
            return Optional.of(new Outcome.Found(same, false, path));
        }
        Optional<String> problem = problem(file);
        if (problem.isPresent()) {
            mapped(file)
                    .ifPresent(facts -> listed.add(new Resolution.Listed.Loaded(
                            name, new LoadedObject(name, path, file.realPath(), facts, place, requester))));
            return Optional.of(new Outcome.Fatal(path, problem.get(), place, attempts.list()));
        }
        if (isLibc(file)) {
            outcome(requester, "libc.so"); // for the list
            return Optional.of(new Outcome.Found(loader.orElseThrow(), false, path));
        }
        LoadedObject object = new LoadedObject(
                name, path, file.realPath(), file.inspection().facts().orElseThrow(), place, requester);
        byIdentity.put(file.node().identity(), object);
        if (!path.equals(name)) {
            byShortName.putIfAbsent(baseName(path), object);
        }
        queue.add(object);
        listed.add(new Resolution.Listed.Loaded(name, object));
        return Optional.of(new Outcome.Found(object, true));
    }

    /**
     * load_library takes itself instead of a second C library that comes under another name, musl's or glibc's. It knows
     * one by two symbols in it; the name it gives itself says the same.
     */
    private boolean isLibc(Opened.File file) {
        if (loader.isEmpty()) {
            return false;
        }
        String soname = file.inspection().facts().orElseThrow().soname().orElse("");
        return file.realPath().equals(loader.get().realPath())
                || soname.startsWith("libc.so")
                || soname.startsWith("libc.musl-");
    }

    /** map_library looks at little more than the type; a file of another machine is mapped, and then goes wrong. */
    private Optional<String> problem(Opened.File file) {
        Optional<ElfFacts> its = file.inspection().facts();
        if (its.isEmpty()) {
            return Optional.of("exec format error: "
                    + file.inspection().problem().orElseThrow().reason());
        }
        ElfHeader header = its.get().header();
        ElfHeader wanted = main.facts().header();
        if (header.machine() != wanted.machine()
                || header.bits() != wanted.bits()
                || header.order() != wanted.order()) {
            return Optional.of("built for " + its.get().machine().name() + ", not for "
                    + main.facts().machine().name());
        }
        boolean loadable = header.type() == ElfHeader.ET_DYN || header.type() == ElfHeader.ET_EXEC;
        return loadable && its.get().dynamic()
                ? Optional.empty()
                : Optional.of("exec format error: " + header.typeName() + " without a dynamic table");
    }

    /** One that is mapped and listed before its relocations go wrong: of another machine, but of the same shape. */
    private Optional<ElfFacts> mapped(Opened.File file) {
        ElfHeader wanted = main.facts().header();
        return file.inspection()
                .facts()
                .filter(its -> its.dynamic()
                        && its.linkage() != Linkage.NOT_LOADABLE
                        && its.header().bits() == wanted.bits()
                        && its.header().order() == wanted.order());
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
