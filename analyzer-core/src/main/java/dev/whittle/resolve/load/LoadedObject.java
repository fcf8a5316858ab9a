package dev.whittle.resolve.load;

import dev.whittle.elf.ElfFacts;
import dev.whittle.path.RootPath;
import java.util.List;
import java.util.Optional;

/**
 * An object in the process: the program, the loader or a library. Two objects of one run are equal only if they are
 * identical, so this is not a record.
 */
public final class LoadedObject {
    private final String name;
    private final String path;
    private final RootPath realPath;
    private final ElfFacts facts;
    private final Place place;
    private final Optional<LoadedObject> requester;
    private final List<Variant> variants;

    public LoadedObject(
            String name,
            String path,
            RootPath realPath,
            ElfFacts facts,
            Place place,
            Optional<LoadedObject> requester) {
        this(name, path, realPath, facts, place, requester, List.of());
    }

    public LoadedObject(
            String name,
            String path,
            RootPath realPath,
            ElfFacts facts,
            Place place,
            Optional<LoadedObject> requester,
            List<Variant> variants) {
        this.variants = List.copyOf(variants);
        this.name = name;
        this.path = path;
        this.realPath = realPath;
        this.facts = facts;
        this.place = place;
        this.requester = requester;
    }

    /** The name of the first request for it, raw. */
    public String name() {
        return name;
    }

    /** The path by which the loader opened it, raw: links unresolved, {@code ..} kept. */
    public String path() {
        return path;
    }

    /** The file itself. */
    public RootPath realPath() {
        return realPath;
    }

    public ElfFacts facts() {
        return facts;
    }

    /** The rule that found it. */
    public Place place() {
        return place;
    }

    /** The object that first requested it; empty for the program. */
    public Optional<LoadedObject> requester() {
        return requester;
    }

    /** What would be loaded instead on processors with other levels than those given, best first. */
    public List<Variant> variants() {
        return variants;
    }

    @Override
    public String toString() {
        return path;
    }
}
