package dev.whittle.resolve;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Directories of a root that contain libraries, breadth first, up to a few thousand. Each is listed once, when it is
 * first reached, for any number of names.
 */
final class LibraryPlaces {
    private static final List<String> STARTS = List.of(
            "/usr/local/lib", "/usr/local/lib64", "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/opt", "/usr/local");
    private static final int MAX_DIRECTORIES = 4000;
    private static final int MAX_DEPTH = 6;

    private final RootFs root;
    private final List<Listed> known = new ArrayList<>();
    private final Deque<RootPath> pending = new ArrayDeque<>();
    private boolean isStarted;

    /** @param names of its entries; empty if it cannot be listed, so that it may contain anything */
    record Listed(RootPath directory, Optional<Set<String>> names) {
        boolean mayHave(String name) {
            return names.isEmpty() || names.get().contains(name);
        }
    }

    LibraryPlaces(RootFs root) {
        this.root = root;
    }

    /** The directory with this index from 0 on; empty after the last one. */
    synchronized Optional<Listed> get(int index) throws IOException {
        if (!isStarted) {
            isStarted = true;
            start();
        }
        while (known.size() <= index && known.size() < MAX_DIRECTORIES && !pending.isEmpty()) {
            known.add(list(pending.remove()));
        }
        return index < known.size() ? Optional.of(known.get(index)) : Optional.empty();
    }

    private void start() throws IOException {
        for (String start : STARTS) {
            Optional<Walk.Result.Found> found =
                    Walk.follow(root, RootPath.of(start)).found();
            if (found.isPresent()
                    && found.get().node() instanceof Node.Directory
                    && !pending.contains(found.get().path())) {
                pending.add(found.get().path());
            }
        }
    }

    private Listed list(RootPath directory) {
        try {
            Set<String> names = new HashSet<>();
            boolean goesOn = directory.components().size() < MAX_DEPTH;
            for (String name : root.list(directory)) {
                names.add(name);
                RootPath path = directory.child(name);
                if (goesOn && root.node(path).orElse(null) instanceof Node.Directory) {
                    pending.add(path);
                }
            }
            return new Listed(directory, Optional.of(names));
        } catch (IOException e) {
            return new Listed(directory, Optional.empty()); // it may still be searchable
        }
    }
}
