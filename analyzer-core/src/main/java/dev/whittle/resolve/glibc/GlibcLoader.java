package dev.whittle.resolve.glibc;

import dev.whittle.elf.Dependency;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.Edge;
import dev.whittle.resolve.load.Interpreter;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Place;
import dev.whittle.resolve.load.Resolution;
import dev.whittle.resolve.load.SearchPath;
import dev.whittle.resolve.load.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of glibc's loader: elf/rtld.c:dl_main up to relocation, with elf/dl-deps.c:_dl_map_object_deps. It maintains
 * both of the loader's orders: load order, in which {@code ldd} prints, and symbol search order.
 */
public final class GlibcLoader {
    private final GlibcSearch search;
    private final LoaderOptions options;
    private final GlibcRoot root;
    private final LoadedObject main;
    private final Interpreter interpreter;
    private final List<Edge> edges = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private final List<RootPath> configuration = new ArrayList<>();

    private final KnownObjects known = new KnownObjects();
    private final LoadList<LoadItem> loadOrder = new LoadList<>();
    private final LoadList<LoadItem> searchOrder = new LoadList<>();
    private final Optional<LoadItem> loader;

    public GlibcLoader(
            GlibcRoot root,
            LoaderOptions options,
            LoadedObject main,
            Interpreter interpreter,
            Optional<LoadedObject> loader)
            throws IOException {
        this.root = root;
        this.options = options;
        this.main = main;
        this.interpreter = interpreter;
        this.search = new GlibcSearch(root, options, main);
        this.loader = loader.map(object -> new LoadItem(object.name(), Optional.of(object)));
        GlibcInstallation installation = root.installation();
        if (installation.assumed()) {
            remarks.add(interpreter.path()
                    + ": its system directories could not be read; assumed "
                    + String.join(" ", installation.systemDirectories()));
        }
        unread.addAll(root.unread());
        Libc.unmodelled(interpreter.path())
                .ifPresent(name -> remarks.add(interpreter.path() + ": loader not modelled: " + name
                        + "; the answer follows the rules of glibc"));
    }

    public Resolution run() throws IOException {
        LoadItem program = new LoadItem(main.name(), Optional.of(main));
        // The kernel passed main to the loader without a name: any path, even its own, loads it again.
        main.facts().soname().ifPresent(soname -> known.name(soname, program));
        loader.ifPresent(known::add);
        loadOrder.add(program);
        append(program);
        preload();
        loadAll();
        audit();
        List<LoadedObject> objects = new ArrayList<>();
        for (LoadItem item : loadOrder.toList()) {
            item.object.ifPresent(objects::add);
        }
        if (needsCache()) {
            root.cacheFile().ifPresent(configuration::add);
        }
        return new Resolution(
                main,
                Optional.of(Libc.GLIBC),
                Optional.of(interpreter),
                listed(program),
                edges,
                VersionCheck.check(objects, known::object),
                scope(),
                new Resolution.Basis(configuration, remarks, unread),
                options.secure());
    }

    /** Main's l_searchlist: elf/dl-deps.c:_dl_map_object_deps. A missing object has an entry there and no symbols. */
    private List<LoadedObject> scope() {
        List<LoadedObject> scope = new ArrayList<>();
        searchOrder.toList().forEach(item -> item.object.ifPresent(scope::add));
        if (loader.isPresent()
                && !searchOrder.contains(loader.get())
                && root.installation().listsItself()) {
            loader.get().object.ifPresent(scope::add);
        }
        return scope;
    }

    /** In search order, which grows during the walk. Filtees come before their owner, and are visited next. */
    private void loadAll() throws IOException {
        Optional<LoadItem> at = searchOrder.first();
        while (at.isPresent()) {
            LoadItem item = at.get();
            if (item.done) {
                item.passed = true;
                at = searchOrder.after(item);
                continue;
            }
            item.done = true;
            Optional<LoadItem> before = searchOrder.before(item);
            if (item.object.isPresent()) {
                loadDependencies(item, item.object.get());
            }
            at = before.isPresent() ? searchOrder.after(before.get()) : searchOrder.first();
        }
    }

    /** Whether some library, including audit libraries, is found only through the cache. */
    private boolean needsCache() throws IOException {
        for (Edge edge : edges) {
            if (edge.outcome() instanceof Outcome.Found found
                    && found.first()
                    && found.object().place().kind() == Place.Kind.CACHE
                    && !root.isFoundWithoutCache(edge.name(), found.object().realPath())) {
                return true;
            }
        }
        return false;
    }

    private void preload() throws IOException {
        for (String name : options.preload()) {
            if (options.secure() && name.indexOf('/') >= 0) {
                // dso_name_valid_for_suid: applies to names from the environment only, since the file is written by
                // root
                remarks.add(name + ": not preloaded in secure mode, its name has a slash");
            } else {
                preload(name);
            }
        }
        PreloadFile file = PreloadFile.read(root.facts().root());
        file.path().ifPresent(configuration::add);
        file.remark().ifPresent(unread::add);
        for (String name : file.names()) {
            preload(name);
        }
    }

    /**
     * elf/rtld.c:load_auditors, for LD_AUDIT and the program only: names separated by colons, searched for like main's
     * own libraries. The program does not see them, so they are in the list of requests only.
     */
    private void audit() throws IOException {
        List<String> names = new ArrayList<>(options.audit());
        main.facts().audit().ifPresent(list -> names.addAll(SearchPath.split(list, ":")));
        main.facts().dependencyAudit().ifPresent(list -> names.addAll(SearchPath.split(list, ":")));
        for (String name : names) {
            if (name.isEmpty() || (options.secure() && name.indexOf('/') >= 0)) {
                continue;
            }
            GlibcSearch.Hit hit = search.find(main, name);
            Outcome outcome = hit instanceof GlibcSearch.Hit.File file
                    ? new Outcome.Found(object(main, name, file), true)
                    : ((GlibcSearch.Hit.Nothing) hit).outcome();
            edges.add(new Edge(main, Edge.Kind.AUDIT, name, outcome));
        }
    }

    private LoadedObject object(LoadedObject requester, String name, GlibcSearch.Hit.File file) throws IOException {
        return new LoadedObject(
                name,
                file.path(),
                file.file().realPath(),
                file.candidate().facts(),
                file.place(),
                Optional.of(requester),
                search.variants(name, file));
    }

    private void preload(String name) throws IOException {
        load(main, name, Edge.Kind.PRELOAD).ifPresent(this::append);
    }

    private void append(LoadItem item) {
        if (!searchOrder.contains(item)) {
            searchOrder.add(item);
        }
    }

    private void loadDependencies(LoadItem item, LoadedObject owner) throws IOException {
        Tokens tokens = search.tokens(owner);
        for (Dependency dependency : owner.facts().dependencies()) {
            Edge.Kind kind = Edge.Kind.of(dependency.kind());
            if (options.secure() && Tokens.used(dependency.name())) {
                fail(owner, kind, dependency.name(), "DST not allowed in SUID/SGID programs");
                continue;
            }
            Optional<String> name = tokens.expand(dependency.name()).filter(n -> !n.isEmpty());
            // An empty name means the program itself, and does nothing.
            if (name.isEmpty()
                    && kind == Edge.Kind.AUXILIARY
                    && !dependency.name().isEmpty()) {
                fail(owner, kind, dependency.name(), "empty dynamic string token substitution");
                continue;
            }
            if (name.isEmpty()) {
                // elf/dl-deps.c:expand_dst continues silently; it is called with "fatal" for DT_AUXILIARY only
                remarks.add(dependency.name() + ", needed by " + owner.path() + ": skipped, it expands to nothing");
                continue;
            }
            Optional<LoadItem> loaded = load(owner, name.get(), kind);
            if (loaded.isEmpty()) {
                continue; // the loader exits here; continue so that the user sees every fault at once
            }
            if (kind == Edge.Kind.NEEDED) {
                append(loaded.get());
            } else {
                insertBefore(item, loaded.get());
            }
        }
    }

    /** What elf/dl-deps.c:expand_dst rejects is fatal to the program, for every kind of request. */
    private void fail(LoadedObject owner, Edge.Kind kind, String name, String reason) {
        edges.add(new Edge(
                owner, kind, name, new Outcome.Fatal(name, reason, Place.of(Place.Kind.PATH), List.of(), true)));
    }

    /**
     * A filtee comes before the object that names it, in both orders: elf/dl-deps.c:_dl_map_object_deps, "Incorporate
     * the map in all the lists". This loses a filtee of the program: the list of objects still begins with the program
     * (_ns_loaded), so a later request for the same name loads the file a second time (elf/dl-load.c:_dl_map_object).
     */
    private void insertBefore(LoadItem owner, LoadItem filtee) {
        if (filtee == owner || filtee.passed || filtee.owner == owner) {
            return; // it already is
        }
        // Not repeated: circular filters make the real loader run out of stack.
        searchOrder.remove(filtee);
        searchOrder.addBefore(owner, filtee);
        filtee.owner = owner;
        if (loadOrder.contains(filtee) && loadOrder.contains(owner)) {
            loadOrder.remove(filtee);
            loadOrder.addBefore(owner, filtee);
            if (owner.lost || owner.object.filter(object -> object == main).isPresent()) {
                filtee.lost = true;
                known.forget(filtee);
            }
        }
    }

    /** The loader's object for a name, or an entry for a missing one; empty if it is fatal. */
    private Optional<LoadItem> load(LoadedObject requester, String name, Edge.Kind kind) throws IOException {
        Optional<LoadItem> loaded = known.byName(name);
        if (loaded.isPresent()) {
            edges.add(new Edge(
                    requester, kind, name, new Outcome.Found(loaded.get().object.orElseThrow(), false)));
            return loaded;
        }
        GlibcSearch.Hit hit =
                kind == Edge.Kind.PRELOAD ? search.findPreload(requester, name) : search.find(requester, name);
        if (hit instanceof GlibcSearch.Hit.Nothing nothing) {
            edges.add(new Edge(requester, kind, name, nothing.outcome()));
            if (nothing.outcome() instanceof Outcome.Fatal) {
                return Optional.empty();
            }
            LoadItem absent = new LoadItem(name, Optional.empty());
            if (kind != Edge.Kind.PRELOAD) {
                loadOrder.add(absent);
            }
            return Optional.of(absent);
        }
        GlibcSearch.Hit.File file = (GlibcSearch.Hit.File) hit;
        Object identity = file.file().node().identity();
        Optional<LoadItem> same = known.byIdentity(identity);
        if (same.isPresent()) {
            known.name(name, same.get());
            LoadedObject loadedObject = same.get().object.orElseThrow();
            edges.add(new Edge(requester, kind, name, new Outcome.Found(loadedObject, false, file.path())));
            return same;
        }
        LoadedObject object = object(requester, name, file);
        LoadItem item = new LoadItem(name, Optional.of(object));
        known.add(identity, item);
        loadOrder.add(item);
        edges.add(new Edge(requester, kind, name, new Outcome.Found(object, true)));
        return Optional.of(item);
    }

    /**
     * Output of trace mode: the objects after main in load order. The loader itself is first removed from the list, and
     * put back after its predecessor in search order if some object needs it (elf/rtld.c:dl_main, rtld_multiple_ref);
     * from glibc 2.41 on, also if none does, at the end.
     */
    private List<Resolution.Listed> listed(LoadItem program) {
        List<LoadItem> order = new ArrayList<>(loadOrder.toList());
        if (loader.isPresent()
                && (searchOrder.contains(loader.get()) || root.installation().listsItself())) {
            LoadItem before = program;
            for (LoadItem item : searchOrder.toList()) {
                if (item == loader.get()) {
                    break;
                }
                before = item.object.isPresent() ? item : before;
            }
            order.add(order.indexOf(before) + 1, loader.get());
        }
        List<Resolution.Listed> lines = new ArrayList<>();
        for (LoadItem item : order.subList(order.indexOf(program) + 1, order.size())) {
            lines.add(
                    item.object.isPresent()
                            ? new Resolution.Listed.Loaded(item.name, item.object.get())
                            : new Resolution.Listed.NotFound(item.name));
        }
        return lines;
    }
}
