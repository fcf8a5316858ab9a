package dev.whittle.resolve.musl;

import dev.whittle.elf.Dependency;
import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Directories;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Opened;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Resolution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run of musl's loader: ldso/dynlink.c, load_preload and load_deps with load_library. {@link MuslSearch} knows
 * where to look for a name, {@link MuslCandidate} whether a file is accepted.
 */
public final class MuslLoader {
    /** Names that mean the loader itself, which is the C library: load_library, "reserved". */
    private static final List<String> RESERVED =
            List.of("libc.", "libpthread.", "librt.", "libm.", "libdl.", "libutil.", "libxnet.");

    private final MuslSearch search;
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

    /** Objects that are mapped although they are for another machine. */
    private final IdentityHashMap<LoadedObject, Outcome.Fatal> foreign = new IdentityHashMap<>();

    /** Number of objects before the loader in symbol order. */
    private int loaderAt = Integer.MAX_VALUE;

    public MuslLoader(
            FactsMemo facts,
            Directories directories,
            MuslSystemPath systemPath,
            LoaderOptions options,
            LoadedObject main,
            Interpreter interpreter,
            Optional<LoadedObject> loader)
            throws IOException {
        this.search = new MuslSearch(facts, directories, systemPath, options, main);
        this.options = options;
        this.main = main;
        this.interpreter = interpreter;
        this.loader = loader;
        this.systemPath = systemPath;
    }

    public Resolution run() throws IOException {
        loader.ifPresent(object -> listed.add(new Resolution.Listed.Loaded(object.path(), object)));
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
                scope(),
                new Resolution.Basis(
                        systemPath.file().stream().toList(),
                        List.of(),
                        systemPath.remark().stream().toList()),
                options.secure());
    }

    /**
     * dynlink.c:__dls3: add_syms for each object in load order; load_library inserts the loader where it is needed.
     */
    private List<LoadedObject> scope() {
        List<LoadedObject> scope = new ArrayList<>(List.of(main));
        scope.addAll(queue);
        loader.ifPresent(object -> scope.add(Math.min(loaderAt, queue.size()) + 1, object));
        return scope;
    }

    /** musl ignores DT_FILTER and DT_AUXILIARY. */
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
        if (loader.isPresent()
                && (reserved.isPresent() || name.equals(loader.get().path()))) {
            // ldd prints each of the reserved names once, whatever follows its dot.
            if (reserved.isPresent() && reported.add(reserved.get())) {
                listed.add(new Resolution.Listed.Loaded(name, loader.get()));
            }
            loaderAt = Math.min(loaderAt, queue.size());
            return new Outcome.Found(loader.get(), false); // in memory before any request
        }
        if (name.indexOf('/') >= 0) {
            return take(search.open(name), requester, name);
        }
        LoadedObject known = byShortName.get(name);
        return known == null ? take(search.find(requester, name), requester, name) : known(known);
    }

    /** An object that was loaded before; fatal if it is for another machine. */
    private Outcome known(LoadedObject object) {
        Outcome.Fatal fatal = foreign.get(object);
        return fatal == null ? new Outcome.Found(object, false) : fatal;
    }

    private Outcome take(MuslSearch.Hit hit, Optional<LoadedObject> requester, String name) throws IOException {
        if (hit instanceof MuslSearch.Hit.Nothing nothing) {
            return nothing.outcome();
        }
        MuslSearch.Hit.File found = (MuslSearch.Hit.File) hit;
        Opened.File file = found.file();
        String path = found.path();
        LoadedObject same = byIdentity.get(file.node().identity());
        if (same != null) {
            if (!path.equals(name)) {
                byShortName.putIfAbsent(baseName(same.path()), same);
            }
            return foreign.containsKey(same) ? known(same) : new Outcome.Found(same, false, path);
        }
        MuslCandidate candidate = MuslCandidate.judge(file.inspection(), main.facts());
        if (candidate instanceof MuslCandidate.Deadly deadly && deadly.mapped().isEmpty()) {
            return new Outcome.Fatal(path, deadly.reason(), found.place(), found.passedOver());
        }
        // map_library ignores e_machine: a foreign library is mapped and listed, and its dependencies are loaded,
        // before its relocations fail.
        ElfFacts facts = candidate instanceof MuslCandidate.Deadly deadly
                ? deadly.mapped().orElseThrow()
                : ((MuslCandidate.Taken) candidate).facts();
        if (isLibc(file.realPath(), facts)) {
            outcome(requester, "libc.so"); // for the list
            return new Outcome.Found(loader.orElseThrow(), false, path);
        }
        LoadedObject object = new LoadedObject(name, path, file.realPath(), facts, found.place(), requester);
        byIdentity.put(file.node().identity(), object);
        if (!path.equals(name)) {
            byShortName.putIfAbsent(baseName(path), object);
        }
        queue.add(object);
        listed.add(new Resolution.Listed.Loaded(name, object));
        if (candidate instanceof MuslCandidate.Deadly deadly) {
            Outcome.Fatal fatal = new Outcome.Fatal(path, deadly.reason(), found.place(), found.passedOver());
            foreign.put(object, fatal);
            return fatal;
        }
        return new Outcome.Found(object, true);
    }

    /**
     * load_library uses itself instead of a second C library with another name, musl's or glibc's. It recognizes one by
     * two symbols; the soname is equivalent.
     */
    private boolean isLibc(RootPath realPath, ElfFacts facts) {
        if (loader.isEmpty()) {
            return false;
        }
        String soname = facts.soname().orElse("");
        return realPath.equals(loader.get().realPath())
                || soname.startsWith("libc.so")
                || soname.startsWith("libc.musl-");
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
