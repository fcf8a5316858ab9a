package dev.whittle.closure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what programs need and the loader cannot see: files opened by name, libraries loaded with {@code dlopen},
 * programs run.
 */
public interface HiddenDependencies {
    /** Finds nothing. */
    HiddenDependencies NONE = kept -> List.of();

    /**
     * What the files kept so far need. Called again as long as a call finds something new, so repeating a finding is
     * harmless; more files must never lead to fewer findings.
     *
     * @param kept in byte order
     */
    List<Finding> findings(Selection kept) throws IOException;

    /**
     * What is to be kept although nothing shows that it is needed. Called when {@link #findings} finds nothing new, which is
     * then called again if something of this is kept; so this is called at least once.
     */
    default List<Finding> unexplained(Selection kept) throws IOException {
        return List.of();
    }

    /** Files to generate, once the selection is complete. Called once. */
    default List<Generated> generated(Selection kept) throws IOException {
        return List.of();
    }

    /** How much of the root's packages is kept; none if this is not requested. Called last. */
    default List<PackageShare> packages(Selection kept) throws IOException {
        return List.of();
    }

    /** The same, with additional findings, which are taken according to their levels. */
    default HiddenDependencies besides(List<Finding> given) {
        HiddenDependencies found = this;
        return new HiddenDependencies() {
            @Override
            public List<Finding> findings(Selection kept) throws IOException {
                List<Finding> all = new ArrayList<>(given);
                all.addAll(found.findings(kept));
                return all;
            }

            @Override
            public List<Finding> unexplained(Selection kept) throws IOException {
                return found.unexplained(kept);
            }

            @Override
            public List<Generated> generated(Selection kept) throws IOException {
                return found.generated(kept);
            }

            @Override
            public List<PackageShare> packages(Selection kept) throws IOException {
                return found.packages(kept);
            }

            @Override
            public long limit(Finding finding) {
                return given.contains(finding) ? NONE.limit(finding) : found.limit(finding);
            }

            @Override
            public boolean takes(Finding finding) {
                return given.contains(finding) ? NONE.takes(finding) : found.takes(finding);
            }
        };
    }

    /** Whether a finding is kept. */
    default boolean takes(Finding finding) {
        return switch (finding.level()) {
            case REQUIRED, RECOMMENDED, EXPECTED, MISSING -> true;
            case UNCERTAIN, LARGE, POSSIBLE, UNDETERMINED, REMARK -> false;
        };
    }

    /** The maximum cost of a finding, beyond what is kept, if it is kept only where it is cheap. */
    default long limit(Finding finding) {
        return -1;
    }
}
