package dev.whittle.report;

import dev.whittle.bytes.RawText;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import java.util.ArrayList;
import java.util.List;

/** What is kept of the root's packages, as text: raw lines. */
public final class PackageLines {
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
                + databaseBytes(closure) + " bytes");
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
