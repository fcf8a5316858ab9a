package dev.whittle.closure;

import dev.whittle.bytes.ByteSource;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Collects paths and their reasons. There may be half a million paths, and each round of families queries them, so
 * there is one entry per path, which all selections share.
 */
final class SelectionBuilder {
    private final Map<RootPath, Selection.Kept> kept = new HashMap<>();

    /** For paths with more than one. */
    private final Map<RootPath, Reasons> reasons = new HashMap<>();

    /** Paths whose entry does not have all its reasons yet. */
    private final Set<RootPath> changed = new HashSet<>();

    /** In order, as in the last selection, followed by those added since. */
    private final List<RootPath> paths = new ArrayList<>();

    private final Map<String, Reason> names = new LinkedHashMap<>();
    private final Set<RootPath> leftOut = new LinkedHashSet<>();

    /** The list of the last path with only one reason: files kept for the same reason share it. */
    private List<Reason> last = List.of();

    /** @return whether nothing was requested under this name before */
    boolean name(String rawPath, Reason reason) {
        return names.putIfAbsent(rawPath, reason) == null;
    }

    boolean isNamed(String rawPath) {
        return names.containsKey(rawPath);
    }

    /** @param path of a tree that is kept without it */
    void leaveOut(RootPath path) {
        leftOut.add(path);
    }

    /** The entry at a kept path. */
    Optional<Node> node(RootPath path) {
        return Optional.ofNullable(kept.get(path)).map(Selection.Kept::node);
    }

    void add(RootPath path, Node node, Reason reason) {
        add(path, node, reason, false);
    }

    /** @param isNew whether the path cannot have the reason yet, so that it is not searched for */
    void add(RootPath path, Node node, Reason reason, boolean isNew) {
        Selection.Kept known = kept.get(path);
        if (known == null) {
            if (last.isEmpty() || !last.get(0).equals(reason)) {
                last = List.of(reason);
            }
            kept.put(path, new Selection.Kept(path, node, last, Optional.empty()));
            paths.add(path);
            return;
        }
        Reasons all = reasons.get(path);
        if (all == null) {
            if (known.reasons().get(0).equals(reason)) {
                return;
            }
            all = new Reasons(known.reasons());
            reasons.put(known.path(), all);
        }
        if (isNew ? all.append(reason) : all.add(reason)) {
            changed.add(known.path());
        }
    }

    /** Sets its content, whatever the root has there. */
    void write(RootPath path, Node.RegularFile file, ByteSource content, Reason reason) {
        add(path, file, reason);
        kept.computeIfPresent(
                path, (same, known) -> new Selection.Kept(known.path(), file, known.reasons(), Optional.of(content)));
    }

    /**
     * Removes a path, and what is kept only because it leads to it.
     *
     * @return whether it was kept
     */
    boolean remove(RootPath path) {
        boolean isKept = kept.remove(path) != null;
        reasons.remove(path);
        changed.remove(path);
        paths.remove(path);
        List<RootPath> ways = new ArrayList<>();
        for (Selection.Kept each : kept.values()) {
            Reasons all = reasons.get(each.path());
            boolean isLost = all == null ? each.reasons().get(0).isWayTo(path) : all.removeWaysTo(path);
            if (isLost) {
                ways.add(each.path());
            } else if (all != null) {
                changed.add(each.path());
            }
        }
        ways.forEach(this::remove);
        return isKept;
    }

    /** The time of the newest path that is kept for itself, and not because it leads to something. */
    Optional<Instant> newest() {
        Instant newest = null;
        for (Selection.Kept each : kept.values()) {
            Instant time = each.node().attributes().modified();
            boolean counts = each.content().isEmpty() && (newest == null || time.isAfter(newest));
            if (counts && !isOnlyWay(each)) {
                newest = time;
            }
        }
        return Optional.ofNullable(newest);
    }

    private boolean isOnlyWay(Selection.Kept kept) {
        Reasons all = reasons.get(kept.path());
        return all == null ? kept.reasons().get(0).isWay() : all.areWays();
    }

    public Selection build() {
        for (RootPath path : changed) {
            Reasons known = reasons.get(path);
            if (known != null) {
                kept.computeIfPresent(
                        path, (same, old) -> new Selection.Kept(old.path(), old.node(), known.list(), old.content()));
            }
        }
        changed.clear();
        paths.sort(Comparator.naturalOrder());
        List<Selection.Kept> all = new ArrayList<>(paths.size());
        for (RootPath path : paths) {
            all.add(Objects.requireNonNull(kept.get(path)));
        }
        return new Selection(all, names, List.copyOf(leftOut));
    }
}
