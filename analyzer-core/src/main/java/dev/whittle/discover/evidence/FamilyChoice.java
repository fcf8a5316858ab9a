package dev.whittle.discover.evidence;

import dev.whittle.closure.Finding;
import dev.whittle.rootfs.SystemPaths;
import java.util.Set;

/**
 * The families to use.
 *
 * @param with families whose findings are all kept, optional ones too; {@code all} means every family
 * @param without families to leave out, unless named in {@code with}; {@code all} means every other family
 * @param seesLeftOut whether families that are left out still run, to be reported
 * @param keep how much to keep of what is not certainly needed
 */
public record FamilyChoice(Set<String> with, Set<String> without, boolean seesLeftOut, Keep keep) {
    public static final String ALL = "all";
    public static final FamilyChoice DEFAULT = new FamilyChoice(Set.of(), Set.of());
    public static final FamilyChoice NONE = new FamilyChoice(Set.of(), Set.of(ALL));

    public FamilyChoice {
        with = Set.copyOf(with);
        without = Set.copyOf(without);
    }

    /** Families that are left out do not run. */
    public FamilyChoice(Set<String> with, Set<String> without) {
        this(with, without, false, Keep.DEFAULT);
    }

    private static final int TREE_SHARE = 8;

    /** How much to keep of what is not certainly needed: {@code --keep}. */
    public enum Keep {
        /** Nothing uncertain, and no directories that nothing names. */
        MINIMAL(-1, -1),
        /** Uncertain findings that cost little. */
        DEFAULT(2L << 20, -1),
        /** Uncertain and optional findings, unless they cost much. */
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

    /** The maximum cost of a finding that is kept without being requested; negative if it is never kept. */
    public long limit(Finding finding) {
        boolean secret = finding.paths().stream().anyMatch(SystemPaths::isSecret);
        if (leavesOut(finding.family()) || secret) {
            return -1;
        }
        return switch (finding.level()) {
            // A directory that is named for one file in it is often larger than all that is used: TREE_SHARE.
            case UNCERTAIN, LARGE -> keep.limit(!finding.trees().isEmpty());
            case POSSIBLE -> keep.possible;
            case REQUIRED, RECOMMENDED, EXPECTED, MISSING, UNDETERMINED, REMARK -> -1;
        };
    }

    public boolean looksAt(String family) {
        return seesLeftOut || !leavesOut(family);
    }

    /** Whether nothing that a family finds is kept. */
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
            case UNCERTAIN, LARGE, POSSIBLE -> isAsked(finding);
            case MISSING -> true;
            case UNDETERMINED, REMARK -> false;
        };
    }

    private boolean isAsked(Finding finding) {
        return with.contains(finding.family()) || with.contains(ALL);
    }
}
