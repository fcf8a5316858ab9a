package dev.whittle.pipeline;

import dev.whittle.closure.AccountChoice;
import dev.whittle.closure.PackageChoice;
import dev.whittle.discover.evidence.FamilyChoice;
import dev.whittle.discover.rules.Rule;
import java.util.List;

/**
 * What to keep in addition to what is started.
 *
 * @param paths that the user names
 * @param traces of runs, whose files are kept
 * @param families of hidden dependencies that are looked at
 * @param rules families that the user describes
 * @param accounts which users the output has
 * @param packages what to do with package databases
 */
public record KeepRequest(
        PathChoice paths,
        List<TraceFile> traces,
        FamilyChoice families,
        List<Rule> rules,
        AccountChoice accounts,
        PackageChoice packages) {
    /** As {@code slim} keeps without options. */
    public static final KeepRequest DEFAULT = new KeepRequest(
            PathChoice.NONE,
            List.of(),
            FamilyChoice.DEFAULT,
            List.of(),
            AccountChoice.NONE,
            new PackageChoice(PackageChoice.Databases.KEPT, false));

    public KeepRequest {
        traces = List.copyOf(traces);
        rules = List.copyOf(rules);
    }

    public KeepRequest with(PathChoice choice) {
        return new KeepRequest(choice, traces, families, rules, accounts, packages);
    }

    public KeepRequest with(FamilyChoice choice) {
        return new KeepRequest(paths, traces, choice, rules, accounts, packages);
    }
}
