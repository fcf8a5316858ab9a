package dev.whittle.explain;

import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept with its reasons, what else was seen, and the root.
 *
 * @param root for a report: what the report says about it
 * @param isWholeRoot whether {@code root} is complete; unknown for a report
 * @param excluded what was removed although something needs it
 * @param excludes what the user excluded
 * @param packages of the root's databases; none for a report, and if databases are not kept
 */
public record KeptPaths(
        RootFs root,
        boolean isWholeRoot,
        Map<RootPath, Entry> entries,
        List<Closure.Hidden> hidden,
        List<Closure.Excluded> excluded,
        List<PathPattern> excludes,
        List<PackageShare> packages) {
    public KeptPaths {
        packages = List.copyOf(packages);
        hidden = List.copyOf(hidden);
        excluded = List.copyOf(excluded);
        excludes = List.copyOf(excludes);
    }

    /** @param reasons no two with the same content */
    public record Entry(Node node, List<Reason> reasons) {
        public Entry {
            Set<List<Object>> seen = new HashSet<>();
            reasons = reasons.stream().filter(reason -> seen.add(key(reason))).toList();
        }

        /** For links and parent directories the wording of the reason does not matter. */
        private static List<Object> key(Reason reason) {
            boolean isWay = reason.kind() == Reason.Kind.LINK || reason.kind() == Reason.Kind.PARENT;
            return isWay && reason.because().isPresent()
                    ? List.of(reason.kind(), reason.because())
                    : List.of(reason.kind(), reason.because(), reason.detail());
        }
    }

    public static KeptPaths of(Closure closure, RootFs root, List<PathPattern> excludes) {
        Map<RootPath, Entry> entries = new LinkedHashMap<>();
        for (Selection.Kept each : closure.selection().all()) {
            entries.put(each.path(), new Entry(each.node(), each.reasons()));
        }
        return new KeptPaths(root, true, entries, closure.hidden(), closure.excluded(), excludes, closure.packages());
    }

    public Optional<Entry> get(RootPath path) {
        return Optional.ofNullable(entries.get(path));
    }

    List<Reason> reasons(RootPath path) {
        return get(path).map(Entry::reasons).orElse(List.of());
    }

    /** Whether a reason starts a chain: nothing that is kept is the cause. */
    boolean isFirst(Reason reason) {
        return reason.because().filter(entries::containsKey).isEmpty();
    }
}
