package dev.whittle.resolve.musl;

import dev.whittle.elf.ElfFacts;
import dev.whittle.resolve.load.Attempt;
import dev.whittle.resolve.load.Attempts;
import dev.whittle.resolve.load.Directories;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.resolve.load.LoadedObject;
import dev.whittle.resolve.load.LoaderOptions;
import dev.whittle.resolve.load.Opened;
import dev.whittle.resolve.load.Outcome;
import dev.whittle.resolve.load.Place;
import dev.whittle.resolve.load.SearchList;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where musl looks for a name, in order: ldso/dynlink.c, load_library and path_open. One instance per program. */
public final class MuslSearch {
    /** path_open skips what does not fit load_library's buffer of 2*NAME_MAX+2. */
    private static final int MAX_CANDIDATE = 2 * Walk.MAX_NAME + 1;

    private final FactsMemo facts;
    private final Directories directories;
    private final LoaderOptions options;
    private final LoadedObject main;
    private final Attempts.Budget budget = new Attempts.Budget();
    private final Map<LoadedObject, Optional<SearchList>> rpaths = new HashMap<>();
    private final Optional<SearchList> libraryPath;
    private final SearchList system;

    /** Result of a search. */
    public sealed interface Hit {
        /** @param passedOver the places tried before */
        record File(String path, Opened.File file, Place place, List<Attempt> passedOver) implements Hit {}

        record Nothing(Outcome outcome) implements Hit {}
    }

    public MuslSearch(
            FactsMemo facts,
            Directories directories,
            MuslSystemPath systemPath,
            LoaderOptions options,
            LoadedObject main)
            throws IOException {
        this.facts = facts;
        this.directories = directories;
        this.options = options;
        this.main = main;
        this.system = list(systemPath.list(), Place.of(Place.Kind.SYSTEM));
        String path = options.libraryPath().orElse("");
        this.libraryPath = path.isEmpty() || options.secure()
                ? Optional.empty()
                : Optional.of(list(path, Place.ofList(Place.Kind.LIBRARY_PATH, path, "")));
    }

    /** A name with a slash is opened as it is. */
    Hit open(String path) throws IOException {
        Attempts attempts = new Attempts(budget);
        Optional<Hit> hit = look(facts.open(path), path, Place.of(Place.Kind.PATH), attempts);
        return hit.isPresent() ? hit.get() : nothing(attempts);
    }

    /** @param requester empty for a preload, which is not searched for in any object's own path */
    public Hit find(Optional<LoadedObject> requester, String name) throws IOException {
        Attempts attempts = new Attempts(budget);
        if (name.isEmpty() || name.length() > Walk.MAX_NAME) {
            return nothing(attempts);
        }
        Optional<Hit> hit = libraryPath.isPresent() ? in(libraryPath.get(), name, attempts) : Optional.empty();
        for (Optional<LoadedObject> o = requester;
                hit.isEmpty() && o.isPresent();
                o = o.get().requester()) {
            Optional<SearchList> rpath = rpath(o.get());
            hit = rpath.isPresent() ? in(rpath.get(), name, attempts) : hit;
        }
        if (hit.isEmpty()) {
            hit = in(system, name, attempts);
        }
        return hit.isPresent() ? hit.get() : nothing(attempts);
    }

    private static Hit nothing(Attempts attempts) {
        return new Hit.Nothing(new Outcome.Missing(attempts.list()));
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
        ElfFacts facts = owner.facts();
        boolean run = facts.runpath().isPresent();
        Optional<String> written = run ? facts.runpath() : facts.rpath();
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

    private Optional<Hit> in(SearchList list, String name, Attempts attempts) throws IOException {
        return list.find(name, attempts, false, entry -> {
            String path = entry.prefix() + name;
            if (path.length() > MAX_CANDIDATE) {
                attempts.add(list.place(), path, Walk.Cause.NAME_TOO_LONG);
                return Optional.empty();
            }
            Opened opened = entry.realPath().isPresent()
                    ? Opened.in(facts, entry.realPath().get(), name)
                    : new Opened.Failed(Walk.Cause.LINK_LOOP);
            return look(opened, path, list.place(), attempts);
        });
    }

    /** path_open: an error other than ENOENT, ENOTDIR, EACCES, ENAMETOOLONG ends the search. */
    private static Optional<Hit> look(Opened opened, String path, Place place, Attempts attempts) {
        if (opened instanceof Opened.Failed failed) {
            attempts.add(place, path, failed.cause());
            return failed.cause() == Walk.Cause.LINK_LOOP ? Optional.of(nothing(attempts)) : Optional.empty();
        }
        if (opened instanceof Opened.NotAFile other) {
            return Optional.of(new Hit.Nothing(new Outcome.Fatal(path, other.reason(), place, attempts.list())));
        }
        return Optional.of(new Hit.File(path, (Opened.File) opened, place, attempts.list()));
    }
}
