package dev.whittle.dockerfile;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Attributes;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Owners of directories in the new root, and modes that are lost. */
final class DirectoryOwners {
    private static final int MADE = 0755;
    private static final int OTHERS_WRITE = 0002;
    private static final int SHOWN = 6;

    private final RootFs root;
    private final Optional<Owner> user;
    private final Map<RootPath, Integer> modes = new LinkedHashMap<>();

    DirectoryOwners(RootFs root, Optional<Owner> user) {
        this.root = root;
        this.user = user.filter(owner -> !owner.isRoot());
    }

    /** The owner to set for a directory of the new root; empty if it is root. */
    Optional<Owner> wanted(RootPath directory) throws IOException {
        Optional<Attributes> attributes = attributes(directory);
        Optional<Owner> own = attributes.map(Owner::of).filter(owner -> !owner.isRoot());
        boolean open = attributes.isPresent() && (attributes.get().mode() & OTHERS_WRITE) != 0;
        return own.isEmpty() && open ? user : own;
    }

    /** The directory of the old root under that name. */
    Optional<RootPath> real(RootPath directory) throws IOException {
        return Walk.follow(root, directory)
                .found()
                .filter(found -> found.node() instanceof Node.Directory)
                .map(Walk.Result.Found::path);
    }

    private Optional<Attributes> attributes(RootPath directory) throws IOException {
        return Walk.follow(root, directory)
                .found()
                .filter(found -> found.node() instanceof Node.Directory)
                .map(found -> found.node().attributes());
    }

    /** Whether everything below a directory can be given to this owner without loss. */
    boolean isAlike(RootPath real, Owner owner) throws IOException {
        for (String name : root.list(real)) {
            RootPath path = real.child(name);
            Node node = root.node(path).orElseThrow();
            boolean link = node instanceof Node.SymbolicLink;
            boolean special = node instanceof Node.RegularFile
                    && (node.attributes().isSetId()
                            || !root.extendedAttributes(path).isEmpty());
            if (special || (!link && !Owner.of(node.attributes()).equals(owner))) {
                return false;
            }
            if (node instanceof Node.Directory && !isAlike(path, owner)) {
                return false;
            }
        }
        return true;
    }

    /** A directory whose attributes matter, not only its existence. */
    void note(RootPath target, RootPath real) throws IOException {
        Optional<Attributes> attributes = root.node(real).map(Node::attributes);
        attributes.map(Attributes::mode).filter(mode -> mode != MADE).ifPresent(mode -> modes.put(target, mode));
    }

    List<String> remarks() {
        if (modes.isEmpty()) {
            return List.of();
        }
        String shown = modes.entrySet().stream()
                .limit(SHOWN)
                .map(entry -> Titles.mode(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        int more = modes.size() - SHOWN;
        boolean given = user.isPresent() && modes.values().stream().anyMatch(mode -> (mode & OTHERS_WRITE) != 0);
        return List.of("COPY makes these directories with mode 755: " + shown
                + (more > 0 ? " and " + more + " more" : "")
                + (given ? "; world-writable ones belong to " + user.get() : "")
                + "; --format add keeps their modes");
    }
}
