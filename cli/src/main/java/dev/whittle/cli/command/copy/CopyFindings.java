package dev.whittle.cli.command.copy;

import dev.whittle.bytes.RawText;
import dev.whittle.cli.console.Console;
import dev.whittle.cli.options.CommonOptions;
import dev.whittle.closure.Closure;
import dev.whittle.closure.PathPattern;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.closure.start.StartPlan;
import dev.whittle.discover.packages.PackageFamily;
import dev.whittle.dockerfile.CopyConfig;
import dev.whittle.dockerfile.CopyPlan;
import dev.whittle.path.RootPath;
import dev.whittle.report.HiddenLines;
import dev.whittle.report.LeftOut;
import dev.whittle.report.Remedies;
import dev.whittle.report.ResolutionFindings;
import dev.whittle.resolve.load.Resolution;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is to tell beside the answer. */
final class CopyFindings {
    private static final RootPath CACHE = RootPath.of("/etc/ld.so.cache");

    private final Set<String> findings = new LinkedHashSet<>();
    private final Set<String> remarks = new LinkedHashSet<>();

    private CopyFindings() {}

    static CopyFindings of(CopyInput.Input read, CommonOptions common) {
        CopyFindings all = new CopyFindings();
        Closure closure = read.closure();
        all.findings.addAll(read.starts().map(StartPlan::problems).orElse(List.of()));
        all.remarks.addAll(read.starts().map(StartPlan::remarks).orElse(List.of()));
        Remedies remedies = new Remedies(read.resolver());
        for (Resolution resolution : closure.resolutions()) {
            all.findings.addAll(ResolutionFindings.first(resolution, common.findingsTold()));
            all.remarks.addAll(remedies.of(resolution));
            all.remarks.addAll(ResolutionFindings.warnings(resolution, common.findingsTold()));
        }
        for (Closure.Excluded excluded : closure.excluded()) {
            all.findings.add(excluded.path() + ": " + RawText.visible(excluded.says()));
        }
        all.findings.addAll(HiddenLines.missing(closure));
        all.remarks.addAll(HiddenLines.undetermined(closure, common.verbose()));
        for (PathPattern idle : closure.idleExcludes()) {
            all.remarks.add("--exclude " + RawText.visible(idle.raw()) + ": nothing that would be kept has this path");
        }
        LeftOut.of(closure).stream()
                .filter(left -> common.verbose() || left.isNotable())
                .forEach(left -> all.remarks.add("left out: " + left.line()));
        all.remarks.addAll(HiddenLines.possible(closure));
        all.remarks.addAll(HiddenLines.remarks(closure));
        return all;
    }

    void add(CopyPlan plan) {
        findings.addAll(plan.findings());
        remarks.addAll(plan.remarks());
    }

    void add(CopyConfig config, boolean written) {
        if (written) {
            findings.addAll(config.findings());
            remarks.addAll(config.remarks());
        }
    }

    /** Only a layer has files that are not the source's own. A cut cache is no loss: the whole one finds the same. */
    void written(Closure closure) {
        boolean cuts = false;
        for (Selection.Kept kept : closure.selection().all()) {
            boolean isOfDatabase = kept.content().isPresent()
                    && kept.reasons().stream()
                            .anyMatch(reason -> reason.kind() == Reason.Kind.GENERATED
                                    && reason.family().equals(PackageFamily.NAME));
            cuts |= isOfDatabase;
            if (kept.content().isPresent() && !kept.path().equals(CACHE) && !isOfDatabase) {
                findings.add(kept.path() + ": " + RawText.visible(written(kept))
                        + ", which COPY cannot do; use --format add");
            }
        }
        if (cuts) {
            findings.add("--package-db kept: package databases are rewritten, which COPY cannot do; use --format add");
        }
    }

    /** The changes to it, without its present content. */
    private static String written(Selection.Kept kept) {
        String details = kept.reasons().stream()
                .filter(reason -> reason.kind() == Reason.Kind.GENERATED)
                .map(reason -> reason.detail().split(": ", 2)[0])
                .collect(Collectors.joining(" and "));
        return details.isEmpty() ? kept.reasons().get(0).detail() : details;
    }

    void add(List<String> lines) {
        findings.addAll(lines);
    }

    /** Of a list that cannot have them. */
    void leftOut(List<RootPath> directories) {
        if (!directories.isEmpty()) {
            remarks.add(
                    "not in the list, since it would bring files that are not kept; their owners and modes are lost: "
                            + shown(directories) + "; whittle layer keeps them");
        }
    }

    private static String shown(List<RootPath> paths) {
        List<String> first = paths.stream().limit(6).map(RootPath::toString).toList();
        int more = paths.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    boolean isComplete() {
        return findings.isEmpty();
    }

    void tell(Console console, CommonOptions common) {
        findings.forEach(console::tell);
        if (!common.quiet()) {
            remarks.forEach(console::tell);
        }
    }
}
