package dev.whittle.resolve.glibc;

import dev.whittle.elf.ElfHeader;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.ldcache.CacheEntries;
import dev.whittle.resolve.ldcache.CacheFlags;
import dev.whittle.resolve.load.Attempts;
import dev.whittle.resolve.load.Directories;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Opened;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Place;
import dev.whittle.resolve.load.SearchList;
import dev.whittle.resolve.load.SearchPath;
import dev.whittle.resolve.load.Tokens;
import dev.whittle.resolve.load.Variant;
import dev.whittle.rootfs.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where glibc looks for a name, in order: elf/dl-load.c:_dl_map_new_object. One instance per program. */
public final class GlibcSearch {
    private final FactsMemo facts;
    private final GlibcRoot root;
    private final GlibcInstallation installation;
    private final LoaderOptions options;
    private final List<String> levels;
    private final LegacyProcessors.Processor processor;
    private final Attempts.Budget budget = new Attempts.Budget();
    private final Map<LoadedObject, SearchList> rpaths = new HashMap<>();
    private final Map<LoadedObject, SearchList> runpaths = new HashMap<>();
    private final LoadedObject main;
    private final ElfHeader wanted;
    private final CacheFlags cacheFlags;
    private final Optional<SearchList> libraryPath;
    private final SearchList system;

    /** Result of a search. */
    public sealed interface Hit {
        record File(String path, Opened.File file, GlibcCandidate.Taken candidate, Place place) implements Hit {}

        record Nothing(Outcome outcome) implements Hit {}
    }

    public GlibcSearch(GlibcRoot root, LoaderOptions options, LoadedObject main) throws IOException {
        this.facts = root.facts();
        this.root = root;
        this.installation = root.installation();
        this.options = options;
        this.levels = new ArrayList<>(installation.hwcaps());
        levels.retainAll(options.hwcaps());
        this.processor = root.legacy().of(options.hwcaps());
        this.main = main;
        this.wanted = main.facts().header();
        this.cacheFlags = CacheFlags.of(wanted);
        this.libraryPath = options.libraryPath().isPresent() && !options.secure()
                ? Optional.of(
                        list(Place.Kind.LIBRARY_PATH, options.libraryPath().get(), ":;", main, ""))
                : Optional.empty();
        SearchList.Builder directories = new SearchList.Builder(root.directories(), false);
        for (String directory : installation.systemDirectories()) {
            add(directories, directory);
        }
        this.system = directories.build(Place.of(Place.Kind.SYSTEM));
    }

    public Hit find(LoadedObject requester, String name) throws IOException {
        return find(requester, name, new Attempts(budget));
    }

    /** Like {@link #find}, but in secure mode only a set-user-id library is accepted, and the cache is not used. */
    public Hit findPreload(LoadedObject requester, String name) throws IOException {
        return find(requester, name, new Attempts(budget, options.secure()));
    }

    private Hit find(LoadedObject requester, String name, Attempts attempts) throws IOException {
        if (name.indexOf('/') >= 0) {
            return direct(requester, name, attempts);
        }
        Optional<Hit> hit = byRpath(requester, name, attempts);
        if (hit.isEmpty() && libraryPath.isPresent()) {
            hit = in(libraryPath.get(), name, attempts);
        }
        if (hit.isEmpty()) {
            hit = byRunpath(requester, name, attempts);
        }
        if (hit.isEmpty() && !attempts.setUidOnly()) {
            hit = byCache(requester, name, attempts);
        }
        if (hit.isEmpty() && !requester.facts().ignoresDefaultLibraries()) {
            hit = in(system, name, attempts);
        }
        return hit.isPresent() ? hit.get() : nothing(attempts);
    }

    private static Hit nothing(Attempts attempts) {
        return new Hit.Nothing(new Outcome.Missing(attempts.list()));
    }

    private Hit direct(LoadedObject requester, String name, Attempts attempts) throws IOException {
        Place place = Place.of(Place.Kind.PATH);
        Optional<String> path = tokens(requester).expand(name);
        if (path.isEmpty()) {
            attempts.add(place, name, "a token in it has no value");
            return nothing(attempts);
        }
        Optional<Hit> hit = verify(path.get(), place, attempts);
        return hit.isPresent() ? hit.get() : nothing(attempts);
    }

    /** DT_RPATH of the requester and of the objects that requested it; main's at the end, if it was not among them. */
    private Optional<Hit> byRpath(LoadedObject requester, String name, Attempts attempts) throws IOException {
        if (requester.facts().runpath().isPresent()) {
            return Optional.empty();
        }
        boolean triedMain = false;
        for (Optional<LoadedObject> o = Optional.of(requester);
                o.isPresent();
                o = o.get().requester()) {
            Optional<Hit> hit = inRpathOf(o.get(), name, attempts);
            if (hit.isPresent()) {
                return hit;
            }
            triedMain |= o.get() == main;
        }
        return triedMain ? Optional.empty() : inRpathOf(main, name, attempts);
    }

    /** An RPATH is ignored if the same object has a RUNPATH (elf/dl-load.c:cache_rpath). */
    private Optional<Hit> inRpathOf(LoadedObject owner, String name, Attempts attempts) throws IOException {
        Optional<String> rpath = owner.facts().rpath();
        if (rpath.isEmpty() || owner.facts().runpath().isPresent()) {
            return Optional.empty();
        }
        SearchList list = rpaths.get(owner);
        if (list == null) {
            list = list(Place.Kind.RPATH, rpath.get(), ":", owner, owner.path());
            rpaths.put(owner, list);
        }
        return in(list, name, attempts);
    }

    private Optional<Hit> byRunpath(LoadedObject requester, String name, Attempts attempts) throws IOException {
        Optional<String> runpath = requester.facts().runpath();
        if (runpath.isEmpty()) {
            return Optional.empty();
        }
        SearchList list = runpaths.get(requester);
        if (list == null) {
            list = list(Place.Kind.RUNPATH, runpath.get(), ":", requester, requester.path());
            runpaths.put(requester, list);
        }
        return in(list, name, attempts);
    }

    private SearchList list(Place.Kind kind, String text, String separators, LoadedObject object, String owner)
            throws IOException {
        SearchList.Builder directories = new SearchList.Builder(root.directories(), false);
        SearchPath.directories(text, separators, tokens(object), directory -> add(directories, directory));
        return directories.build(Place.ofList(kind, text, owner));
    }

    /** elf/dl-load.c:open_path: each directory is preceded by the glibc-hwcaps subdirectories of the processor. */
    private void add(SearchList.Builder directories, String directory) throws IOException {
        Directories.State state = root.directories().state(directory);
        if (state instanceof Directories.State.Usable) {
            for (String level : levels) {
                directories.add(directory + "glibc-hwcaps/" + level + "/", false);
            }
            root.legacy().look(directory);
            for (String old : processor.subdirectories().of(directory)) {
                directories.add(old, false);
            }
        }
        directories.add(directory, state, true);
    }

    private Optional<Hit> in(SearchList list, String name, Attempts attempts) throws IOException {
        return list.find(
                name,
                attempts,
                true,
                entry -> verify(
                        Opened.in(facts, entry.realPath().orElseThrow(), name),
                        entry.prefix() + name,
                        list.place(),
                        attempts));
    }

    private Optional<Hit> byCache(LoadedObject requester, String name, Attempts attempts) throws IOException {
        if (root.cache().isEmpty()) {
            return Optional.empty();
        }
        Place place = Place.of(Place.Kind.CACHE);
        Optional<String> path = root.cached(name).best(cacheFlags, levels, processor.words());
        if (path.isEmpty()) {
            attempts.add(place, installation.cachePath(), "no entry");
            return Optional.empty();
        }
        if (requester.facts().ignoresDefaultLibraries() && isInSystemDirectory(path.get())) {
            attempts.add(place, path.get(), "in a system directory, which NODEFLIB forbids");
            return Optional.empty();
        }
        return verify(path.get(), place, attempts);
    }

    private boolean isInSystemDirectory(String path) {
        for (String directory : installation.systemDirectories()) {
            if (path.startsWith(directory)) {
                return true;
            }
        }
        return false;
    }

    /** Other builds of a library in the same place. */
    public List<Variant> variants(String name, Hit.File file) throws IOException {
        CacheEntries cached = root.cached(name);
        boolean fromCache = file.place().kind() == Place.Kind.CACHE;
        List<Variant> variants = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (String level : root.hwcaps()) {
            LegacyProcessors.Processor processor = root.legacy().of(List.of(level));
            String path = fromCache
                    ? cached.best(cacheFlags, List.of(level), processor.words()).orElse("")
                    : inLevel(file.path(), level, name);
            if (path.isEmpty() && !fromCache) {
                path = inSubdirectory(file.path(), processor, name);
            }
            boolean another = !path.isEmpty() && !path.equals(file.path());
            if (another && paths.add(path)) {
                variants.add(new Variant(level, path));
            }
        }
        if (variants.isEmpty()) {
            return variants;
        }
        // The cache returns the plain build for a processor without any of the levels: that is not a better one.
        Optional<String> plain =
                cached.best(cacheFlags, List.of(), root.legacy().of(List.of()).words());
        variants.removeIf(variant -> plain.filter(variant.path()::equals).isPresent());
        return variants;
    }

    private String inSubdirectory(String found, LegacyProcessors.Processor processor, String name) throws IOException {
        int slash = found.lastIndexOf('/');
        if (slash >= 0) {
            for (String directory : processor.subdirectories().of(found.substring(0, slash + 1))) {
                Optional<RootPath> real = root.directories().find(directory);
                if (real.isPresent() && Opened.in(facts, real.get(), name) instanceof Opened.File) {
                    return directory + name;
                }
            }
        }
        return "";
    }

    private String inLevel(String found, String level, String name) throws IOException {
        int slash = found.lastIndexOf('/');
        int subdirectory = found.lastIndexOf("/glibc-hwcaps/", slash);
        String directory = found.substring(0, (subdirectory >= 0 ? subdirectory : slash) + 1);
        if (slash < 0 || root.directories().find(directory + "glibc-hwcaps/").isEmpty()) {
            return "";
        }
        Optional<RootPath> real = root.directories().find(directory + "glibc-hwcaps/" + level + "/");
        boolean there = real.isPresent() && Opened.in(facts, real.get(), name) instanceof Opened.File;
        return there ? directory + "glibc-hwcaps/" + level + "/" + name : "";
    }

    private Optional<Hit> verify(String path, Place place, Attempts attempts) throws IOException {
        return verify(facts.open(path), path, place, attempts);
    }

    private Optional<Hit> verify(Opened opened, String path, Place place, Attempts attempts) {
        if (opened instanceof Opened.Failed failed) {
            attempts.add(place, path, failed.cause());
            return Optional.empty();
        }
        if (opened instanceof Opened.NotAFile other) {
            String reason = "cannot read file data: " + other.reason();
            return Optional.of(new Hit.Nothing(new Outcome.Fatal(path, reason, place, attempts.list())));
        }
        Opened.File file = (Opened.File) opened;
        GlibcCandidate candidate = GlibcCandidate.judge(file.inspection(), wanted);
        if (candidate instanceof GlibcCandidate.PassedOver passed) {
            attempts.add(place, path, passed.reason());
            return Optional.empty();
        }
        if (candidate instanceof GlibcCandidate.Deadly deadly) {
            return Optional.of(new Hit.Nothing(new Outcome.Fatal(path, deadly.reason(), place, attempts.list())));
        }
        if (attempts.setUidOnly()
                && place.kind() != Place.Kind.PATH
                && (file.node().attributes().mode() & Attributes.SET_UID) == 0) {
            attempts.add(place, path, "not set-user-id, which secure mode requires of a preload");
            return Optional.empty();
        }
        return Optional.of(new Hit.File(path, file, (GlibcCandidate.Taken) candidate, place));
    }

    public Tokens tokens(LoadedObject object) {
        // _dl_dst_substitute: only the program's own $ORIGIN must lead to a system directory.
        List<String> trusted = object == main ? installation.systemDirectories() : List.of();
        Tokens.Secure secure = options.secure() ? new Tokens.Secure(true, trusted) : Tokens.Secure.OFF;
        return new Tokens(origin(object), installation.lib(), processor.platform(), secure);
    }

    /**
     * The directory of main's real path; for a library, that of the path by which it was opened, links unresolved
     * (elf/dl-object.c:_dl_new_object).
     */
    private String origin(LoadedObject object) {
        String path = object == main ? object.realPath().raw() : object.path();
        String absolute = path.startsWith("/") ? path : "/" + path;
        int slash = absolute.lastIndexOf('/');
        return slash == 0 ? "/" : absolute.substring(0, slash);
    }
}
