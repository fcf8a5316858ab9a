package dev.whittle.resolve;

import dev.whittle.rootfs.Walk;
import java.util.ArrayList;
import java.util.List;

/** What was tried so far for one name. A hostile file makes a loader try millions of places: not all are kept. */
final class Attempts {
    /** Kept for one name, as long as the budget lasts; the rest is counted. */
    static final int MAX = 1000;

    /** Kept for a name even then. */
    private static final int FEW = 4;

    private final Budget budget;
    private final List<Attempt> kept = new ArrayList<>();
    private final boolean setUidOnly;
    private int more;
    private boolean ends;

    /** What all names of one run may keep together. */
    static final class Budget {
        private int left = 500_000;
    }

    Attempts(Budget budget) {
        this(budget, false);
    }

    /** @param setUidOnly whether only a set-user-id library will do */
    Attempts(Budget budget, boolean setUidOnly) {
        this.budget = budget;
        this.setUidOnly = setUidOnly;
    }

    boolean setUidOnly() {
        return setUidOnly;
    }

    void add(Place place, String path, Walk.Cause cause) {
        add(place, "", path, cause.toString());
        // elf/dl-load.c:open_path goes on after ENOENT, EACCES and ENOTDIR only.
        ends = cause == Walk.Cause.LINK_LOOP || cause == Walk.Cause.NAME_TOO_LONG;
    }

    void add(Place place, String path, String outcome) {
        add(place, "", path, outcome);
    }

    /** @param directory what stands before the name, with its slash: a path is only made of them if it is kept */
    void add(Place place, String directory, String name, String outcome) {
        ends = false;
        if (kept.size() < FEW || (kept.size() < MAX && budget.left > 0)) {
            budget.left--;
            kept.add(new Attempt(place, directory + name, outcome));
        } else {
            more++;
        }
    }

    /** Whether the last failure was one after which glibc does not look into the rest of the list. */
    boolean lastEndsTheList() {
        return ends;
    }

    List<Attempt> list() {
        List<Attempt> list = new ArrayList<>(kept);
        if (more > 0) {
            list.add(new Attempt(kept.get(kept.size() - 1).place(), "...", more + " more"));
        }
        return list;
    }
}
