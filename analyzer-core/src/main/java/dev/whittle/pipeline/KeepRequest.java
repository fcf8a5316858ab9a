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

    /** Starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the components of a request. */
    public static final class Builder {
        private PathChoice paths = DEFAULT.paths;
        private List<TraceFile> traces = DEFAULT.traces;
        private FamilyChoice families = DEFAULT.families;
        private List<Rule> rules = DEFAULT.rules;
        private AccountChoice accounts = DEFAULT.accounts;
        private PackageChoice packages = DEFAULT.packages;

        private Builder() {}

        public Builder paths(PathChoice value) {
            paths = value;
            return this;
        }

        public Builder traces(List<TraceFile> value) {
            traces = value;
            return this;
        }

        public Builder families(FamilyChoice value) {
            families = value;
            return this;
        }

        public Builder rules(List<Rule> value) {
            rules = value;
            return this;
        }

        public Builder accounts(AccountChoice value) {
            accounts = value;
            return this;
        }

        public Builder packages(PackageChoice value) {
            packages = value;
            return this;
        }

        public KeepRequest build() {
            return new KeepRequest(paths, traces, families, rules, accounts, packages);
        }
    }
}
