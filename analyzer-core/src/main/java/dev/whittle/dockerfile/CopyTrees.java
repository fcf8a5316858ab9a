package dev.whittle.dockerfile;

import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Which directories can be copied whole, and what that would add. */
final class CopyTrees {
    /** Limit of the search: beyond it, the time is worth more than the bytes it might save. */
    private static final int MAX_LOOKED_AT = 20_000;

    private final RootFs root;
    private final Selection selection;
    private final ContextFiles context;
    private final Map<RootPath, Boolean> complete = new HashMap<>();

    CopyTrees(RootFs root, Selection selection, ContextFiles context) {
        this.root = root;
        this.selection = selection;
        this.context = context;
    }

    /** Whether everything below a kept directory is kept, and COPY can copy it. */
    boolean isComplete(RootPath directory) throws IOException {
        Boolean known = complete.get(directory);
        if (known == null) {
            known = findOut(directory);
            complete.put(directory, known);
        }
        return known;
    }

    private boolean findOut(RootPath directory) throws IOException {
        if (!exists(directory)) {
            return false;
        }
        for (String name : names(directory)) {
            RootPath path = directory.child(name);
            Optional<Selection.Kept> kept = selection.get(path);
            if (kept.isEmpty() || context.has(path)) {
                return false;
            }
            Node node = kept.get().node();
            boolean copied = node instanceof Node.RegularFile
                    || node instanceof Node.SymbolicLink
                    || (node instanceof Node.Directory && isComplete(path));
            if (!copied) {
                return false;
            }
        }
        return true;
    }

    /** Whether the root has this real path: a generated file may not be in it. */
    boolean exists(RootPath path) throws IOException {
        return path.isRoot() || Walk.followParents(root, path).found().isPresent();
    }

    boolean isEmpty(RootPath directory) throws IOException {
        return names(directory).isEmpty();
    }

    /** Whether something requested the directory itself, not only what is below it. */
    static boolean isAskedFor(Selection.Kept directory) {
        return reason(directory).isPresent();
    }

    /**
     * Why a complete directory is copied whole: it was requested, or nothing in it is a program's library, which the
     * loader requests by exactly one name. Empty if it is not.
     */
    Optional<Reason> wanted(Selection.Kept directory) throws IOException {
        Optional<Reason> own = reason(directory);
        Optional<Reason> first = Optional.empty();
        for (String name : own.isPresent() ? List.<String>of() : names(directory.path())) {
            Selection.Kept kept = selection.get(directory.path().child(name)).orElseThrow();
            Optional<Reason> found = kept.node() instanceof Node.Directory ? wanted(kept) : reason(kept);
            if (found.isEmpty() || found.get().isRequired()) {
                return Optional.empty();
            }
            first = first.isPresent() ? first : found;
        }
        return own.isPresent() ? own : first;
    }

    private static Optional<Reason> reason(Selection.Kept kept) {
        return kept.reasons().stream()
                .filter(reason -> reason.kind() != Reason.Kind.PARENT && reason.kind() != Reason.Kind.LINK)
                .findFirst();
    }

    /** Bytes below a directory that are not kept; empty if they, or the names, exceed a limit. */
    OptionalLong extra(RootPath directory, long limit) throws IOException {
        long bytes = 0;
        int looked = 0;
        Deque<RootPath> pending = new ArrayDeque<>(List.of(directory));
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            for (String name : names(path)) {
                RootPath child = path.child(name);
                Node node = root.node(child).orElse(null);
                if (node instanceof Node.Directory) {
                    pending.push(child);
                } else if (context.has(child)) {
                    return OptionalLong.empty();
                } else if (node instanceof Node.RegularFile file) {
                    bytes += selection.get(child).isPresent() ? 0 : file.size();
                } else if (!(node instanceof Node.SymbolicLink)) {
                    return OptionalLong.empty();
                }
                looked++;
                if (bytes > limit || looked > MAX_LOOKED_AT) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.of(bytes);
    }

    List<String> names(RootPath directory) throws IOException {
        try {
            return root.list(directory);
        } catch (AccessDeniedException e) {
            return List.of(); // nothing of it is kept either
        }
    }
}
