package dev.whittle.report;

import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.rootfs.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is kept, by what it is kept for: each path counts once, for its first reason that is more than a way to another path. */
public final class KeptGroups {
    /** What the image starts, and the files that its start opens. */
    public static final String START = "start";

    /** What the command line names. */
    public static final String REQUESTED = "asked for";

    public static final String LIBRARIES = "libraries";
    public static final String INCLUDED = "--include";
    public static final String TRACED = "--trace";
    public static final String GENERATED = "generated";

    /** Directories and links that only lead to what is kept. */
    public static final String WAY = "directories above";

    private KeptGroups() {}

    /**
     * @param name a family of hidden dependencies, or one of the constants of this class
     * @param files regular files, each once however many names it has
     * @param bytes in them
     * @param kept the biggest file first, then by name; never empty
     */
    public record Group(String name, int files, long bytes, List<Selection.Kept> kept) {
        public Group {
            kept = List.copyOf(kept);
        }

        /** Whether a family of hidden dependencies stands behind it. */
        public boolean isFamily() {
            return !Set.of(START, REQUESTED, LIBRARIES, INCLUDED, TRACED, GENERATED, WAY)
                    .contains(name);
        }
    }

    /** The groups, the one with most bytes first; the bytes add up to those of {@link Tally#of(Selection)}. */
    public static List<Group> of(Closure closure) {
        Map<String, List<Selection.Kept>> named = new HashMap<>();
        for (Selection.Kept kept : closure.selection().all()) {
            named.computeIfAbsent(name(kept), name -> new ArrayList<>()).add(kept);
        }
        Set<Object> seen = new HashSet<>();
        Map<String, Integer> files = new HashMap<>();
        Map<String, Long> bytes = new HashMap<>();
        for (Selection.Kept kept : closure.selection().all()) {
            if (kept.node() instanceof Node.RegularFile file && seen.add(file.identity())) {
                files.merge(name(kept), 1, Integer::sum);
                bytes.merge(name(kept), file.size(), Long::sum);
            }
        }
        List<Group> groups = new ArrayList<>();
        named.forEach((name, kept) -> {
            kept.sort(Comparator.comparingLong(KeptGroups::size).reversed().thenComparing(Selection.Kept::path));
            groups.add(new Group(name, files.getOrDefault(name, 0), bytes.getOrDefault(name, 0L), kept));
        });
        groups.sort(Comparator.comparingLong(Group::bytes)
                .reversed()
                .thenComparing(Comparator.comparingInt(Group::files).reversed())
                .thenComparing(Group::name));
        return List.copyOf(groups);
    }

    /** The name of the group that a path belongs to. */
    public static String name(Selection.Kept kept) {
        return first(kept.reasons()).map(KeptGroups::name).orElse(WAY);
    }

    /** The reason that a path counts for; empty if it is there only as the way to another one. */
    public static Optional<Reason> first(List<Reason> reasons) {
        return reasons.stream()
                .filter(reason -> reason.kind() != Reason.Kind.PARENT && reason.kind() != Reason.Kind.LINK)
                .findFirst();
    }

    private static String name(Reason reason) {
        return switch (reason.kind()) {
            case STARTED -> START;
            case REQUESTED -> REQUESTED;
            case INTERPRETER, LIBRARY, CONFIGURATION -> LIBRARIES;
            case INCLUDED -> INCLUDED;
            case TRACED -> TRACED;
            case GENERATED -> reason.family().isEmpty() ? GENERATED : reason.family();
            case HIDDEN, TREE -> reason.family().isEmpty() ? WAY : reason.family();
            case LINK, PARENT -> WAY;
        };
    }

    /** Families that found something that is possible and not kept, in the order in which they did. */
    public static List<String> notKept(Closure closure) {
        return closure.hidden().stream()
                .filter(hidden -> !hidden.taken()
                        && !hidden.isLeftOut()
                        && hidden.finding().isOptional())
                .map(Closure.Hidden::finding)
                .map(Finding::family)
                .distinct()
                .sorted()
                .toList();
    }

    static long size(Selection.Kept kept) {
        return kept.node() instanceof Node.RegularFile file ? file.size() : 0;
    }
}
