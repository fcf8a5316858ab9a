package dev.whittle.closure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds what programs need and the loader cannot see: files opened by name, libraries by {@code dlopen}, programs run. */
public interface HiddenDependencies {
    /** Looks at nothing. */
    HiddenDependencies NONE = kept -> List.of();

    /**
     * What the files kept so far ask for. Called again as long as an answer brings something new, so that a finding given
     * twice is no harm; more files must never make for fewer findings.
     *
     * @param kept in byte order
     */
    List<Finding> findings(Selection kept) throws IOException;

    /** What is to be written anew, once nothing more is kept. Asked once. */
    default List<Generated> generated(Selection kept) throws IOException {
        return List.of();
    }

    /** How much is kept of the root's packages; none if that is not asked. Asked last. */
    default List<PackageShare> packages(Selection kept) throws IOException {
        return List.of();
    }

    /** The same, and these findings besides, which are taken as their levels say. */
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

    /** Whether a finding goes into the output. */
    default boolean takes(Finding finding) {
        return switch (finding.level()) {
            case REQUIRED, RECOMMENDED, EXPECTED, MISSING -> true;
            case UNCERTAIN, POSSIBLE, UNDETERMINED, REMARK -> false;
        };
    }

    /** The bytes that a finding may cost, beyond what is kept, if it goes into the output only where it is cheap. */
    default long limit(Finding finding) {
        return -1;
    }
}
