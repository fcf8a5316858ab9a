package dev.whittle.resolve.load;

import dev.whittle.rootfs.Walk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The places tried so far for one name. A hostile file can make a loader try millions of places, so only a limited
 * number is stored.
 */
public final class Attempts {
    /** Number stored for one name while the budget lasts; further attempts are only counted. */
    public static final int MAX = 200;

    /** Number stored for a name when most of the budget is used up. */
    private static final int FEW = 4;

    private final Budget budget;
    private final List<Attempt> kept = new ArrayList<>();
    private final boolean setUidOnly;
    private @Nullable Place last;
    private int more;
    private boolean ends;

    /** Total that all names of one run may store, in characters of printed text. */
    public static final class Budget {
        private static final int PLENTY = 16 << 20;
        private static final int ALL = 64 << 20;

        /** Cost of an attempt in addition to its text. */
        private static final int ATTEMPT = 64;

        private int spent;

        public int perName() {
            return spent < PLENTY ? MAX : spent < ALL ? FEW : 0;
        }

        public void spend(Attempt attempt) {
            spent += ATTEMPT + attempt.pathLength() + attempt.place().detail().length();
        }
    }

    public Attempts(Budget budget) {
        this(budget, false);
    }

    /** @param setUidOnly whether only a set-user-id library is accepted */
    public Attempts(Budget budget, boolean setUidOnly) {
        this.budget = budget;
        this.setUidOnly = setUidOnly;
    }

    public boolean setUidOnly() {
        return setUidOnly;
    }

    public void add(Place place, String path, Walk.Cause cause) {
        add(place, "", path, cause.toString());
        // elf/dl-load.c:open_path continues after ENOENT, EACCES and ENOTDIR only.
        ends = cause == Walk.Cause.LINK_LOOP || cause == Walk.Cause.NAME_TOO_LONG;
    }

    public void add(Place place, String path, String outcome) {
        add(place, "", path, outcome);
    }

    /** @param directory prefix of the name, with its slash; the path is built only if the attempt is stored */
    public void add(Place place, String directory, String name, String outcome) {
        if (isFull()) {
            addUntold(place, 1);
            return;
        }
        ends = false;
        Attempt attempt = new Attempt(place, directory, name, outcome);
        budget.spend(attempt);
        kept.add(attempt);
        last = place;
    }

    /** Counts places that are not listed individually. */
    public void addUntold(Place place, long count) {
        ends = false;
        more = (int) Math.min(Integer.MAX_VALUE, more + count);
        last = place;
    }

    /** Whether further places are only counted. */
    public boolean isFull() {
        return kept.size() >= budget.perName();
    }

    /** Whether the last failure makes glibc skip the rest of the list. */
    public boolean lastEndsTheList() {
        return ends;
    }

    public List<Attempt> list() {
        if (more == 0 || last == null) {
            return List.copyOf(kept);
        }
        List<Attempt> list = new ArrayList<>(kept);
        list.add(new Attempt(Place.of(last.kind()), "", "...", more + " more"));
        return list;
    }
}
