package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.Finding;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What families of hidden dependencies found, for a person: raw lines, a family each. */
public final class HiddenLines {
    private static final int SHOWN = 3;
    private static final int UNDETERMINED_SHOWN = 5;

    private HiddenLines() {}

    /**
     * Families for which something is kept that nothing else asks for; with {@code verbose} every finding with its evidence.
     */
    public static List<String> kept(Closure closure, boolean verbose) {
        List<String> lines = new ArrayList<>();
        Map<String, Set<RootPath>> families = new LinkedHashMap<>();
        Set<RootPath> excluded =
                closure.excluded().stream().map(Closure.Excluded::path).collect(Collectors.toSet());
        for (Closure.Hidden hidden : closure.hidden()) {
            if (hidden.taken()) {
                Finding finding = hidden.finding();
                paths(finding).stream()
                        .filter(path -> !excluded.contains(path) && isForFindingsOnly(closure, path))
                        .forEach(path -> families.computeIfAbsent(finding.family(), f -> new LinkedHashSet<>())
                                .add(path));
                if (verbose) {
                    lines.add("kept for " + finding.family() + ": " + list(paths(finding)) + ": "
                            + RawText.visible(finding.evidence()));
                }
            }
        }
        lines.addAll(writtenAnew(closure));
        if (!verbose) {
            families.forEach((family, paths) -> lines.add("kept for " + family + ": " + list(paths)));
        }
        return lines;
    }

    private static List<String> writtenAnew(Closure closure) {
        List<String> lines = new ArrayList<>();
        for (Selection.Kept kept : closure.selection().all()) {
            if (kept.content().isPresent()) {
                kept.reasons().stream()
                        .filter(reason -> reason.kind() == Reason.Kind.GENERATED
                                && reason.family().isEmpty()) // those of packages have a line together
                        .findFirst()
                        .ifPresent(reason -> lines.add(kept.path() + ": " + RawText.visible(reason.detail())));
            }
        }
        return lines;
    }

    /** One line for all that is possible and not kept; none if there is nothing. */
    public static List<String> possibleInShort(Closure closure) {
        List<String> families = KeptGroups.notKept(closure);
        if (families.isEmpty()) {
            return List.of();
        }
        String option = families.size() == 1 ? families.get(0) : "FAMILY";
        return List.of("optional files of " + families(families) + " are not kept (--with " + option
                + " keeps them, -v lists them)");
    }

    private static String families(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** What is possible and not kept, with the option that keeps it. */
    public static List<String> possible(Closure closure) {
        Map<String, Set<RootPath>> families = new LinkedHashMap<>();
        for (Closure.Hidden hidden : closure.hidden()) {
            if (!hidden.taken() && !hidden.isLeftOut() && hidden.finding().isOptional()) {
                families.computeIfAbsent(hidden.finding().family(), f -> new LinkedHashSet<>())
                        .addAll(paths(hidden.finding()));
            }
        }
        List<String> lines = new ArrayList<>();
        families.forEach((family, paths) ->
                lines.add("optional, not kept: " + list(paths) + " (--with " + family + " keeps them)"));
        return lines;
    }

    /** What is needed and not there. */
    public static List<String> missing(Closure closure) {
        return Problem.lines(missingWithFix(closure));
    }

    /** The same with what can be done about it. */
    static List<Problem> missingWithFix(Closure closure) {
        return closure.missing().stream()
                .map(finding -> new Problem(
                        finding.family() + ": " + RawText.visible(finding.evidence()),
                        "add it with --add FILE:PATH, or do not look for such things with --without "
                                + finding.family()))
                .distinct()
                .toList();
    }

    /** What only a run can say, one line each. */
    public static List<String> undetermined(Closure closure) {
        return closure.undetermined().stream()
                .map(finding -> RawText.visible(finding.evidence()))
                .distinct()
                .toList();
    }

    /** What only a run can say: how much, and the first of it; with {@code verbose} all. */
    public static List<String> undetermined(Closure closure, boolean verbose) {
        List<String> all = undetermined(closure);
        if (all.isEmpty()) {
            return List.of();
        }
        int shown = verbose ? all.size() : Math.min(all.size(), UNDETERMINED_SHOWN);
        List<String> lines = new ArrayList<>();
        lines.add(all.size() + (all.size() == 1 ? " thing" : " things")
                + " could not be determined; if it fails, keep what is missing with --include:");
        all.subList(0, shown).forEach(line -> lines.add("  " + line));
        if (shown < all.size()) {
            lines.add("  and " + (all.size() - shown) + " more (-v lists them)");
        }
        return lines;
    }

    /** What a person should know. */
    public static List<String> remarks(Closure closure) {
        return closure.hidden().stream()
                .map(Closure.Hidden::finding)
                .filter(finding -> finding.level() == Finding.Level.REMARK)
                .map(finding -> finding.family() + ": " + RawText.visible(finding.evidence()))
                .distinct()
                .toList();
    }

    private static boolean isForFindingsOnly(Closure closure, RootPath path) {
        return closure.selection().get(path).map(Selection.Kept::reasons).orElse(List.of()).stream()
                .map(Reason::kind)
                .allMatch(kind -> kind == Reason.Kind.HIDDEN
                        || kind == Reason.Kind.TREE
                        || kind == Reason.Kind.LINK
                        || kind == Reason.Kind.PARENT);
    }

    private static List<RootPath> paths(Finding finding) {
        List<RootPath> all = new ArrayList<>(finding.paths());
        all.addAll(finding.trees());
        return all;
    }

    private static String list(Collection<RootPath> paths) {
        List<String> shown = paths.stream().limit(SHOWN).map(RootPath::toString).toList();
        int more = paths.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
}
