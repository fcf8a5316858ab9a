package dev.whittle.closure;

import dev.whittle.path.RootPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several reasons why one path is kept: each once, in the order in which they were found. A directory has as many as
 * there are files below it.
 */
final class Reasons {
    /** From this number on, an index is used. */
    private static final int MANY = 8;

    private final List<Reason> all;

    /** Reasons other than parents and links; null as long as there are few. */
    private @Nullable Set<Reason> others;

    Reasons(List<Reason> first) {
        all = new ArrayList<>(first);
    }

    /** @return whether it is new */
    boolean add(Reason reason) {
        if (reason.isWay() || (others == null && all.size() < MANY)) {
            return !all.contains(reason) && all.add(reason);
        }
        if (others == null) {
            others = new HashSet<>();
            for (Reason each : all) {
                if (!each.isWay()) {
                    others.add(each);
                }
            }
        }
        return others.add(reason) && all.add(reason);
    }

    /**
     * Adds the reason of a way that was not used before. The way itself may pass a directory twice.
     *
     * @return whether it is new
     */
    boolean append(Reason reason) {
        return !all.get(all.size() - 1).equals(reason) && all.add(reason);
    }

    /** @return whether none is left */
    boolean removeWaysTo(RootPath target) {
        all.removeIf(reason -> reason.isWayTo(target));
        return all.isEmpty();
    }

    boolean areWays() {
        return all.stream().allMatch(Reason::isWay);
    }

    List<Reason> list() {
        return List.copyOf(all);
    }
}
