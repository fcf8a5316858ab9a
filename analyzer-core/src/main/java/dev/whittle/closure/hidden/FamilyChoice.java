package dev.whittle.closure.hidden;

import dev.whittle.closure.Finding;
import java.util.Set;

/**
 * Which families a person wants.
 *
 * @param with taken with all they find, possible things too; {@code all} means every family
 * @param without not looked at, unless named in {@code with}; {@code all} means every other family
 */
public record FamilyChoice(Set<String> with, Set<String> without) {
    public static final String ALL = "all";
    public static final FamilyChoice DEFAULT = new FamilyChoice(Set.of(), Set.of());
    public static final FamilyChoice NONE = new FamilyChoice(Set.of(), Set.of(ALL));

    public FamilyChoice {
        with = Set.copyOf(with);
        without = Set.copyOf(without);
    }

    boolean looksAt(String family) {
        return !without.contains(family) && (with.contains(family) || !without.contains(ALL));
    }

    boolean takes(Finding finding) {
        return switch (finding.level()) {
            case REQUIRED, RECOMMENDED -> true;
            case POSSIBLE -> with.contains(finding.family()) || with.contains(ALL);
            case REMARK -> false;
        };
    }
}
