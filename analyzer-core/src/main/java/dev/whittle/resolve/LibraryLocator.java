package dev.whittle.resolve;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.resolve.load.Libc;
import dev.whittle.resolve.load.LoaderTable;
import dev.whittle.resolve.load.Opened;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a root has a library that its loader does not find, as a hint for the user. Searches directories with
 * libraries, breadth first, and stops after a few thousand. Not part of any answer.
 */
public final class LibraryLocator {
    private final FactsMemo facts;
    private final LibraryPlaces places;
    private final ElfHeader wanted;

    /** @param wanted the header of the program; files for another machine do not help */
    public LibraryLocator(Resolver resolver, ElfHeader wanted) {
        this.facts = resolver.facts();
        this.places = resolver.libraryPlaces();
        this.wanted = wanted;
    }

    /** A path of the root that has this name and could be loaded; empty if none was found. */
    public Optional<RootPath> find(String name) throws IOException {
        if (name.equals(".") || name.equals("..")) {
            return Optional.empty();
        }
        Optional<LibraryPlaces.Listed> place = places.get(0);
        for (int next = 1; place.isPresent(); next++) {
            RootPath path = place.get().directory().child(name);
            if (place.get().mayHave(name) && isUsable(path)) {
                return Optional.of(path);
            }
            place = places.get(next);
        }
        return Optional.empty();
    }

    /** The other C library's loader, if the root has that one instead of the program's. */
    public Optional<String> otherLoader(String interpreter) throws IOException {
        String glibc = LoaderTable.glibcLoader(wanted).orElse("");
        String musl = LoaderTable.muslLoader(wanted);
        boolean isMusl = Libc.of(interpreter) == Libc.MUSL;
        boolean only = hasFile(isMusl ? glibc : musl) && !hasFile(isMusl ? musl : glibc);
        return only ? Optional.of(isMusl ? glibc : musl) : Optional.empty();
    }

    private boolean hasFile(String path) throws IOException {
        return !path.isEmpty() && facts.open(path) instanceof Opened.File;
    }

    private boolean isUsable(RootPath path) throws IOException {
        if (!(facts.open(path.raw()) instanceof Opened.File file)) {
            return false;
        }
        ElfInspection inspection = file.inspection();
        return inspection
                .header()
                .filter(header -> header.machine() == wanted.machine() && header.bits() == wanted.bits())
                .isPresent();
    }
}
