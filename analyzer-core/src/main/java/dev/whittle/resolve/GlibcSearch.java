package dev.whittle.resolve;

import dev.whittle.elf.ElfHeader;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The places where glibc looks for a name, in order: elf/dl-load.c:_dl_map_new_object. One for each program. */
final class GlibcSearch {
    private final FactsCache facts;
    private final GlibcRoot root;
    private final GlibcInstallation installation;
    private final LoaderOptions options;
    private final List<String> levels;
    private final Attempts.Budget budget = new Attempts.Budget();
    private final Map<LoadedObject, List<String>> rpaths = new HashMap<>();
    private final Map<LoadedObject, List<String>> runpaths = new HashMap<>();
    private final LoadedObject main;
    private final ElfHeader wanted;
    private final List<String> libraryPath;

    /** What a search came to. */
    sealed interface Hit {
        record File(String path, Opened.File file, GlibcCandidate.Taken candidate, Place place) implements Hit {}

        record Nothing(Outcome outcome) implements Hit {}
    }

    GlibcSearch(GlibcRoot root, LoaderOptions options, LoadedObject main) {
        this.facts = root.facts();
        this.root = root;
        this.installation = root.installation();
        this.options = options;
        this.levels = installation.hwcaps().stream()
                .filter(options.hwcaps()::contains)
                .toList();
        this.main = main;
        this.wanted = main.facts().header();
        this.libraryPath = SearchPath.directories(options.libraryPath().orElse(""), ":;", tokens(main));
    }

    Hit find(LoadedObject requester, String name) throws IOException {
        return find(requester, name, new Attempts(budget));
    }

    /** As {@link #find}, but in secure mode only a set-user-id library is taken, and the cache is not asked. */
    Hit findPreload(LoadedObject requester, String name) throws IOException {
        return find(requester, name, new Attempts(budget, options.secure()));
    }

    private Hit find(LoadedObject requester, String name, Attempts attempts) throws IOException {
        if (name.indexOf('/') >= 0) {
            return direct(requester, name, attempts);
        }
        Optional<Hit> hit = byRpath(requester, name, attempts);
        if (hit.isEmpty()) {
            hit = byLibraryPath(name, attempts);
        }
        if (hit.isEmpty()) {
            hit = byRunpath(requester, name, attempts);
        }
        if (hit.isEmpty() && !attempts.setUidOnly()) {
            hit = byCache(requester, name, attempts);
        }
        if (hit.isEmpty() && !requester.facts().ignoresDefaultLibraries()) {
            hit = inDirectories(installation.systemDirectories(), name, Place.of(Place.Kind.SYSTEM), attempts);
        }
        return hit.orElseGet(() -> new Hit.Nothing(new Outcome.Missing(attempts.list())));
    }

    private Hit direct(LoadedObject requester, String name, Attempts attempts) throws IOException {
        Place place = Place.of(Place.Kind.PATH);
        Optional<String> path = tokens(requester).expand(name).filter(text -> !text.isEmpty());
        if (path.isEmpty()) {
            attempts.add(place, name, "a token in it has no value");
            return new Hit.Nothing(new Outcome.Missing(attempts.list()));
        }
        return verify(path.get(), place, attempts)
                .orElseGet(() -> new Hit.Nothing(new Outcome.Missing(attempts.list())));
    }

    /** DT_RPATH of the requester and of those that asked for it; main's at the end, if it was not among them. */
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

    /** An RPATH beside a RUNPATH in the same object is void (elf/dl-load.c:cache_rpath). */
    private Optional<Hit> inRpathOf(LoadedObject owner, String name, Attempts attempts) throws IOException {
        Optional<String> rpath = owner.facts().rpath();
        if (rpath.isEmpty() || owner.facts().runpath().isPresent()) {
            return Optional.empty();
        }
        Place place = new Place(Place.Kind.RPATH, rpath.get() + " of " + owner.path());
        return inDirectories(directories(rpaths, owner, rpath.get()), name, place, attempts);
    }

    private List<String> directories(Map<LoadedObject, List<String>> known, LoadedObject owner, String list) {
        return known.computeIfAbsent(owner, o -> SearchPath.directories(list, ":", tokens(o)));
    }

    private Optional<Hit> byLibraryPath(String name, Attempts attempts) throws IOException {
        if (options.libraryPath().isEmpty() || options.secure()) {
            return Optional.empty();
        }
        String list = options.libraryPath().get();
        Place place = new Place(Place.Kind.LIBRARY_PATH, list);
        return inDirectories(libraryPath, name, place, attempts);
    }

    private Optional<Hit> byRunpath(LoadedObject requester, String name, Attempts attempts) throws IOException {
        Optional<String> runpath = requester.facts().runpath();
        if (runpath.isEmpty()) {
            return Optional.empty();
        }
        Place place = new Place(Place.Kind.RUNPATH, runpath.get() + " of " + requester.path());
        return inDirectories(directories(runpaths, requester, runpath.get()), name, place, attempts);
    }

    private Optional<Hit> byCache(LoadedObject requester, String name, Attempts attempts) throws IOException {
        if (root.cache().isEmpty()) {
            return Optional.empty();
        }
        Place place = Place.of(Place.Kind.CACHE);
        Optional<String> path = root.cache().get().lookup(name, CacheFlags.of(wanted), levels);
        if (path.isEmpty()) {
            attempts.add(place, installation.cachePath(), "no entry");
            return Optional.empty();
        }
        if (requester.facts().ignoresDefaultLibraries()
                && installation.systemDirectories().stream().anyMatch(path.get()::startsWith)) {
            attempts.add(place, path.get(), "in a system directory, which NODEFLIB forbids");
            return Optional.empty();
        }
        return verify(path.get(), place, attempts);
    }

    /** elf/dl-load.c:open_path, with the glibc-hwcaps subdirectories that the processor has before each directory. */
    private Optional<Hit> inDirectories(List<String> directories, String name, Place place, Attempts attempts)
            throws IOException {
        for (String directory : directories) {
            Directories.State state = root.directories().state(directory);
            if (state instanceof Directories.State.Unusable unusable) {
                attempts.add(place, directory, name, unusable.cause().toString());
                continue; // whatever the cause: it would not end the list
            }
            RootPath real = ((Directories.State.Usable) state).realPath();
            for (String level : levels) {
                Optional<Hit> hit = inSubdirectory(directory + "glibc-hwcaps/" + level + "/", name, place, attempts);
                if (hit.isPresent()) {
                    return hit;
                }
            }
            for (String old : root.legacy().of(directory)) {
                Optional<Hit> hit = inSubdirectory(old, name, place, attempts);
                if (hit.isPresent()) {
                    return hit;
                }
            }
            Optional<Hit> hit = verify(Opened.in(facts, real, name), directory + name, place, attempts);
            if (hit.isPresent()) {
                return hit;
            }
            if (attempts.lastEndsTheList()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Hit> inSubdirectory(String directory, String name, Place place, Attempts attempts)
            throws IOException {
        Optional<RootPath> real = root.directories().find(directory);
        return real.isPresent()
                ? verify(Opened.in(facts, real.get(), name), directory + name, place, attempts)
                : Optional.empty();
    }

    /** The other builds of a library that the same place has. */
    List<Variant> variants(String name, Hit.File file) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (String level : installation.hwcaps()) {
            String path = file.place().kind() == Place.Kind.CACHE
                    ? root.cache()
                            .flatMap(cache -> cache.lookup(name, CacheFlags.of(wanted), List.of(level)))
                            .orElse("")
                    : inLevel(file.path(), level, name);
            boolean another = !path.isEmpty() && !path.equals(file.path());
            if (another && variants.stream().noneMatch(v -> v.path().equals(path))) {
                variants.add(new Variant(level, path));
            }
        }
        // The cache gives the plain build to a processor that has none of the levels: no better one.
        Optional<String> plain = root.cache().flatMap(cache -> cache.lookup(name, CacheFlags.of(wanted), List.of()));
        variants.removeIf(variant -> plain.filter(variant.path()::equals).isPresent());
        return variants;
    }

    private String inLevel(String found, String level, String name) throws IOException {
        int slash = found.lastIndexOf('/');
        int subdirectory = found.lastIndexOf("/glibc-hwcaps/", slash);
        String directory = found.substring(0, (subdirectory >= 0 ? subdirectory : slash) + 1);
        Optional<RootPath> real = root.directories().find(directory + "glibc-hwcaps/" + level + "/");
        boolean there = slash >= 0 && real.isPresent() && Opened.in(facts, real.get(), name) instanceof Opened.File;
        return there ? directory + "glibc-hwcaps/" + level + "/" + name : "";
    }

    private Optional<Hit> verify(String path, Place place, Attempts attempts) throws IOException {
        return verify(Opened.open(facts, path), path, place, attempts);
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
            attempts.add(place, path, "not set-user-id, as secure mode wants of a preload");
            return Optional.empty();
        }
        return Optional.of(new Hit.File(path, file, (GlibcCandidate.Taken) candidate, place));
    }

    Tokens tokens(LoadedObject object) {
        // _dl_dst_substitute: only the program's own $ORIGIN must lead to a system directory.
        List<String> trusted = object == main ? installation.systemDirectories() : List.of();
        Tokens.Secure secure = options.secure() ? new Tokens.Secure(true, trusted) : Tokens.Secure.OFF;
        return new Tokens(origin(object), installation.lib(), root.platform(), secure);
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
