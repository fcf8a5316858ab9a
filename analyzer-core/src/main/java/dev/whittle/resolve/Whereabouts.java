package dev.whittle.resolve;

import dev.whittle.elf.ElfHeader;
import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where a root has a library that its loader does not find: for the person who has to mend it. Looks where libraries are
 * put, breadth first, and gives up after some thousand directories; it is no part of any answer.
 */
public final class Whereabouts {
    private static final List<String> STARTS = List.of(
            "/usr/local/lib", "/usr/local/lib64", "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/opt", "/usr/local");
    private static final int MAX_DIRECTORIES = 4000;
    private static final int MAX_DEPTH = 6;

    private final FactsCache facts;
    private final ElfHeader wanted;

    /** @param wanted the header of the program, for which a file of another machine would be no help */
    public Whereabouts(Resolver resolver, ElfHeader wanted) {
        this.facts = resolver.facts();
        this.wanted = wanted;
    }

    /** A path of the root that has this name and could be loaded; empty if none was come across. */
    public Optional<RootPath> find(String name) throws IOException {
        RootFs root = facts.root();
        Deque<RootPath> pending = new ArrayDeque<>();
        for (String start : STARTS) {
            Walk.follow(root, RootPath.of(start))
                    .found()
                    .filter(found -> found.node() instanceof Node.Directory)
                    .map(Walk.Result.Found::path)
                    .filter(path -> !pending.contains(path))
                    .ifPresent(pending::add);
        }
        for (int seen = 0; !pending.isEmpty() && seen < MAX_DIRECTORIES; seen++) {
            RootPath directory = pending.poll();
            if (isUsable(directory.child(name))) {
                return Optional.of(directory.child(name));
            }
            if (directory.components().size() < MAX_DEPTH) {
                addDirectories(directory, pending);
            }
        }
        return Optional.empty();
    }

    /** The other C library's loader, where the root has that one instead of the program's. */
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

    private void addDirectories(RootPath directory, Deque<RootPath> pending) {
        try {
            for (String name : facts.root().list(directory)) {
                RootPath path = directory.child(name);
                if (facts.root().node(path).orElse(null) instanceof Node.Directory) {
                    pending.add(path);
                }
            }
        } catch (IOException e) {
            return; // a directory that cannot be read has nothing to tell
        }
    }
}
