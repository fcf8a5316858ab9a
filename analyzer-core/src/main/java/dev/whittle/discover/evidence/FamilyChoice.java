package dev.whittle.discover.evidence;

import dev.whittle.closure.Finding;
import dev.whittle.rootfs.SystemPaths;
import java.util.Set;

/**
 * Which families a person wants.
 *
 * @param with taken with all they find, possible things too; {@code all} means every family
 * @param without left out, unless named in {@code with}; {@code all} means every other family
 * @param seesLeftOut whether those left out are looked at all the same, to be told of
 * @param keep how much of what is not sure to be needed
 */
public record FamilyChoice(Set<String> with, Set<String> without, boolean seesLeftOut, Keep keep) {
    public static final String ALL = "all";
    public static final FamilyChoice DEFAULT = new FamilyChoice(Set.of(), Set.of());
    public static final FamilyChoice NONE = new FamilyChoice(Set.of(), Set.of(ALL));

    public FamilyChoice {
        with = Set.copyOf(with);
        without = Set.copyOf(without);
    }

    /** The families that are left out are not looked at. */
    public FamilyChoice(Set<String> with, Set<String> without) {
        this(with, without, false, Keep.DEFAULT);
    }

    private static final int TREE_SHARE = 8;

    /** How much is kept of what is not sure to be needed: {@code --keep}. */
    public enum Keep {
        /** Nothing that is uncertain, and no directories that nothing names. */
        MINIMAL(-1, -1),
        /** What is uncertain, where it costs little. */
        DEFAULT(2L << 20, -1),
        /** What is uncertain or only possible, unless it costs much. */
        GENEROUS(64L << 20, 16L << 20);

        private final long uncertain;
        private final long possible;

        Keep(long uncertain, long possible) {
            this.uncertain = uncertain;
            this.possible = possible;
        }

        private long limit(boolean tree) {
            return tree && uncertain > 0 ? uncertain / TREE_SHARE : uncertain;
        }
    }

    public FamilyChoice seeingLeftOut() {
        return new FamilyChoice(with, without, true, keep);
    }

    public FamilyChoice keeping(Keep much) {
        return new FamilyChoice(with, without, seesLeftOut, much);
    }

    /** The bytes that a finding may cost to be kept though nobody asks for it; negative if it may not. */
    public long limit(Finding finding) {
        boolean secret = finding.paths().stream().anyMatch(SystemPaths::isSecret);
        if (leavesOut(finding.family()) || secret) {
            return -1;
        }
        return switch (finding.level()) {
            // A directory that is named for one file in it is soon larger than all that is used: TREE_SHARE.
            case UNCERTAIN -> keep.limit(!finding.trees().isEmpty());
            case POSSIBLE -> keep.possible;
            case REQUIRED, RECOMMENDED, EXPECTED, MISSING, UNDETERMINED, REMARK -> -1;
        };
    }

    public boolean looksAt(String family) {
        return seesLeftOut || !leavesOut(family);
    }

    /** Whether nothing that a family finds is taken. */
    public boolean leavesOut(String family) {
        return without.contains(family) || (without.contains(ALL) && !with.contains(family));
    }

    public boolean takes(Finding finding) {
        if (leavesOut(finding.family())) {
            return false;
        }
        return switch (finding.level()) {
            case REQUIRED, RECOMMENDED -> true;
            case EXPECTED -> keep != Keep.MINIMAL || isAsked(finding);
            case UNCERTAIN, POSSIBLE -> isAsked(finding);
            case MISSING -> true;
            case UNDETERMINED, REMARK -> false;
        };
    }

    private boolean isAsked(Finding finding) {
        return with.contains(finding.family()) || with.contains(ALL);
    }
}
