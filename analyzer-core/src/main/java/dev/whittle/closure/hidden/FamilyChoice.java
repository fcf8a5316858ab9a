package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.util.Set;

/**
 * Which families a person wants.
 *
 * @param with taken with all they find, possible things too; {@code all} means every family
 * @param without left out, unless named in {@code with}; {@code all} means every other family
 * @param seesLeftOut whether those left out are looked at all the same, to be told of
 */
public record FamilyChoice(Set<String> with, Set<String> without, boolean seesLeftOut) {
    public static final String ALL = "all";
    public static final FamilyChoice DEFAULT = new FamilyChoice(Set.of(), Set.of());
    public static final FamilyChoice NONE = new FamilyChoice(Set.of(), Set.of(ALL));

    public FamilyChoice {
        with = Set.copyOf(with);
        without = Set.copyOf(without);
    }

    /** The families that are left out are not looked at. */
    public FamilyChoice(Set<String> with, Set<String> without) {
        this(with, without, false);
    }

    public FamilyChoice seeingLeftOut() {
        return new FamilyChoice(with, without, true);
    }

    boolean looksAt(String family) {
        return seesLeftOut || !leavesOut(family);
    }

    private boolean leavesOut(String family) {
        return without.contains(family) || (without.contains(ALL) && !with.contains(family));
    }

    boolean takes(Finding finding) {
        if (leavesOut(finding.family())) {
            return false;
        }
        return switch (finding.level()) {
            case REQUIRED, RECOMMENDED -> true;
            case POSSIBLE -> with.contains(finding.family()) || with.contains(ALL);
            case REMARK -> false;
        };
    }
}
