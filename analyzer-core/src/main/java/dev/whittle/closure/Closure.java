package dev.whittle.closure;

import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.LoaderVariables;
import dev.whittle.resolve.load.Resolution;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What came of a request.
 *
 * @param resolutions of every ELF file asked for, on a processor of the base level
 * @param idleExcludes patterns of {@code --exclude} that took nothing away
 * @param excluded paths that something required and that {@code --exclude} took away, with the reason that was lost
 * @param hidden what families of hidden dependencies found, in the order in which they did
 * @param environments what a process tells the loader of these programs, where it is not what the image's environment says; by
 *     real path
 * @param packages how much is kept of each package of the root's databases; none if nobody asked
 */
public record Closure(
        Selection selection,
        List<Resolution> resolutions,
        List<Excluded> excluded,
        List<PathPattern> idleExcludes,
        List<Hidden> hidden,
        Map<RootPath, LoaderVariables> environments,
        List<PackageShare> packages) {
    public Closure {
        packages = List.copyOf(packages);
        environments = Map.copyOf(environments);
        idleExcludes = List.copyOf(idleExcludes);
        resolutions = List.copyOf(resolutions);
        excluded = List.copyOf(excluded);
        hidden = List.copyOf(hidden);
    }

    public record Excluded(RootPath path, Reason reason) {
        private static final String INTERPRETER = "interpreter of ";

        /** One line for a person, raw: what is excluded, and what needs it. */
        public String says() {
            String detail = reason.detail();
            String needed = detail.startsWith("needed by ")
                    ? detail
                    : detail.startsWith(INTERPRETER)
                            ? "it is the " + detail
                            : reason.family().isEmpty() ? "needed: " + detail : "needed for " + detail;
            return "excluded, but " + needed;
        }
    }

    /**
     * @param taken whether its paths are kept; of what is missing, whether it counts
     * @param bytes of what is not kept because of its size: what it would add; empty if this is not known, and for others
     */
    public record Hidden(Finding finding, boolean taken, OptionalLong bytes) {
        public Hidden(Finding finding, boolean taken) {
            this(finding, taken, OptionalLong.empty());
        }

        /** Whether it may be needed, and only its size kept it out. */
        public boolean isLeftOut() {
            return !taken && finding.level() == Finding.Level.LARGE;
        }
    }

    /** Whether everything that is known to be needed is there. */
    public boolean isComplete() {
        return excluded.isEmpty()
                && resolutions.stream().allMatch(Resolution::isComplete)
                && missing().isEmpty();
    }

    /** What families found to be needed and not there. */
    public List<Finding> missing() {
        return hidden.stream()
                .filter(each -> each.taken() && each.finding().level() == Finding.Level.MISSING)
                .map(Hidden::finding)
                .distinct()
                .toList();
    }

    /** What only a run can say. */
    public List<Finding> undetermined() {
        return hidden.stream()
                .map(Hidden::finding)
                .filter(finding -> finding.level() == Finding.Level.UNDETERMINED)
                .distinct()
                .toList();
    }
}
