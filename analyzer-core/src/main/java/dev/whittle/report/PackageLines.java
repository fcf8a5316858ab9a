package dev.whittle.report;

import dev.whittle.bytes.HumanSize;
import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is kept of the root's packages, as text: raw lines. */
public final class PackageLines {
    private static final int FEW = 5;

    private PackageLines() {}

    /** One line; with {@code verbose} one more for each package that is partly kept. None if not requested. */
    public static List<String> of(Closure closure, boolean verbose) {
        List<PackageShare> all = closure.packages();
        List<String> lines = new ArrayList<>();
        if (all.isEmpty()) {
            return lines;
        }
        long kept = all.stream().filter(PackageShare::isKept).count();
        List<PackageShare> partly = all.stream().filter(PackageShare::isPartly).toList();
        lines.add("packages: " + kept + " of " + all.size() + " kept, "
                + (partly.isEmpty() ? "none" : String.valueOf(partly.size()))
                + " of them in part; their databases have "
                + HumanSize.of(databaseBytes(closure)));
        unused(all, verbose).ifPresent(lines::add);
        if (verbose) {
            for (PackageShare each : partly) {
                lines.add("  " + RawText.visible(each.name() + " " + each.version()) + ": "
                        + each.kept().size() + " of "
                        + (each.kept().size() + each.missing().size()) + " files, without "
                        + RawText.visible(each.missing().get(0))
                        + (each.missing().size() > 1 ? " and " + (each.missing().size() - 1) + " more" : ""));
            }
        }
        return lines;
    }

    /** Packages of which nothing is kept although somebody installed them for themselves: what they are for was not found. */
    private static Optional<String> unused(List<PackageShare> all, boolean verbose) {
        List<PackageShare> unused =
                all.stream().filter(each -> each.unused().isPresent()).toList();
        if (unused.isEmpty()) {
            return Optional.empty();
        }
        int shown = verbose ? unused.size() : Math.min(unused.size(), FEW);
        String names = unused.subList(0, shown).stream()
                .map(each -> RawText.visible(each.name()))
                .collect(Collectors.joining(", "));
        return Optional.of("packages: nothing found that uses " + names
                + (shown < unused.size() ? " and " + (unused.size() - shown) + " more" : "")
                + ", which no other package needs; if the image does, --include what it starts, such as "
                + RawText.visible(unused.get(0).unused().orElseThrow()));
    }

    /** Size of the generated database files. */
    static long databaseBytes(Closure closure) {
        long bytes = 0;
        for (Selection.Kept kept : closure.selection().all()) {
            boolean isOfDatabase = kept.content().isPresent()
                    && kept.reasons().stream()
                            .anyMatch(reason -> reason.kind() == Reason.Kind.GENERATED
                                    && !reason.family().isEmpty());
            if (isOfDatabase) {
                bytes += kept.content().get().size();
            }
        }
        return bytes;
    }
}
