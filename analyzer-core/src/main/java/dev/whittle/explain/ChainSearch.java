package dev.whittle.explain;

import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the chains to a path from its reasons upwards, shortest first, none through the same path twice. There may be
 * as many as paths through the graph of all libraries, so counting is limited.
 */
final class ChainSearch {
    /** Limit for counting: nobody reads more. */
    static final int MAX_CHAINS = 1000;

    /** Limit for the steps examined. */
    private static final int MAX_WORK = 2_000_000;

    /** Limit for unfinished chains in memory: a file of a large application may have thousands of reasons. */
    private static final int MAX_OPEN = 200_000;

    private final KeptPaths kept;
    private final Map<RootPath, Integer> distances;

    ChainSearch(KeptPaths kept) {
        this.kept = kept;
        this.distances = distances(kept);
    }

    /** A chain that may not be complete; {@code below} is the step after this one. */
    private record Partial(RootPath path, Reason reason, Optional<Partial> below, int length, int estimate, int order) {
        boolean goesThrough(RootPath other) {
            for (Optional<Partial> at = Optional.of(this); at.isPresent(); at = at.get().below) {
                if (at.get().path.equals(other)) {
                    return true;
                }
            }
            return false;
        }

        Chain chain() {
            List<Chain.Step> steps = new ArrayList<>();
            for (Optional<Partial> at = Optional.of(this); at.isPresent(); at = at.get().below) {
                steps.add(new Chain.Step(at.get().path, at.get().reason));
            }
            return new Chain(steps);
        }
    }

    Chains to(RootPath path, int limit) {
        List<Chain> found = new ArrayList<>();
        // Among equally long ones the most complete: otherwise all of them would be half finished before one is
        // complete.
        PriorityQueue<Partial> open = new PriorityQueue<>(Comparator.comparingInt(Partial::estimate)
                .thenComparing(Comparator.comparingInt(Partial::order).reversed()));
        long work = 0;
        int order = 0;
        for (Reason reason : reversed(path)) {
            open(open, path, reason, Optional.empty(), order++);
        }
        while (!open.isEmpty() && found.size() < MAX_CHAINS && work < MAX_WORK && open.size() < MAX_OPEN) {
            Partial next = open.remove();
            if (kept.isFirst(next.reason())) {
                found.add(next.chain());
                continue;
            }
            RootPath above = next.reason().because().orElseThrow();
            work += next.length();
            if (!next.goesThrough(above)) {
                for (Reason reason : reversed(above)) {
                    open(open, above, reason, Optional.of(next), order++);
                }
            }
        }
        if (found.isEmpty()) {
            // Reasons that only lead in circles: no closure has them, but a report may contain anything.
            kept.reasons(path).forEach(reason -> found.add(new Chain(List.of(new Chain.Step(path, reason)))));
        }
        Set<Chain> all = new LinkedHashSet<>(eachReason(path));
        all.addAll(found);
        List<Chain> sorted = merged(all);
        List<Chain> shown = sorted.size() <= limit ? sorted : firstOfEachRequest(sorted, limit);
        return new Chains(shown, sorted.size() - shown.size(), !open.isEmpty());
    }

    /**
     * Of too many chains the shortest from each request, no more than the limit: a C library has thousands, and a second one
     * from the same program says nothing new, while another program keeps the path even if the first goes.
     */
    private static List<Chain> firstOfEachRequest(List<Chain> sorted, int limit) {
        Map<RootPath, Chain> first = new LinkedHashMap<>();
        for (Chain chain : sorted) {
            first.merge(chain.steps().get(0).path(), chain, ChainSearch::shorter);
        }
        return first.values().stream().limit(limit).toList();
    }

    private static Chain shorter(Chain known, Chain other) {
        return other.steps().size() < known.steps().size() ? other : known;
    }

    /** Chains that differ in numbers of lines alone are one, the first of them. */
    private static List<Chain> merged(Set<Chain> all) {
        Map<String, Chain> first = new LinkedHashMap<>();
        for (Chain chain : all) {
            first.merge(chain.pattern(), chain, (known, other) -> new Chain(known.steps(), known.alike() + 1));
        }
        return List.copyOf(first.values());
    }

    private void open(PriorityQueue<Partial> open, RootPath path, Reason reason, Optional<Partial> below, int order) {
        int length = below.map(Partial::length).orElse(0) + 1;
        int ahead = ahead(reason);
        if (ahead < Integer.MAX_VALUE) {
            open.add(new Partial(path, reason, below, length, length + ahead, order));
        }
    }

    private List<Reason> reversed(RootPath path) {
        List<Reason> reasons = new ArrayList<>(kept.reasons(path));
        Collections.reverse(reasons);
        return reasons;
    }

    /** A shortest chain for each reason of a path that has one, shortest first. */
    private List<Chain> eachReason(RootPath path) {
        List<Chain> chains = new ArrayList<>();
        for (Reason reason : kept.reasons(path)) {
            Deque<Chain.Step> steps = new ArrayDeque<>(List.of(new Chain.Step(path, reason)));
            Optional<Reason> at = Optional.of(reason);
            while (at.isPresent() && !kept.isFirst(at.get())) {
                RootPath above = at.get().because().orElseThrow();
                at = above.equals(path) ? Optional.empty() : nearest(above);
                at.ifPresent(found -> steps.addFirst(new Chain.Step(above, found)));
            }
            if (at.isPresent()) {
                chains.add(new Chain(List.copyOf(steps)));
            }
        }
        chains.sort(Comparator.comparingInt(chain -> chain.steps().size()));
        return chains;
    }

    private Optional<Reason> nearest(RootPath path) {
        return kept.reasons(path).stream()
                .filter(reason -> ahead(reason) < Integer.MAX_VALUE)
                .min(Comparator.comparingInt(this::ahead));
    }

    /** Lower bound for the steps before the one of this reason; the maximum if it has no beginning. */
    private int ahead(Reason reason) {
        return kept.isFirst(reason)
                ? 0
                : distances.getOrDefault(reason.because().orElseThrow(), Integer.MAX_VALUE);
    }

    /** Number of steps of the shortest chain to each path that has one. */
    private static Map<RootPath, Integer> distances(KeptPaths kept) {
        Map<RootPath, Integer> distances = new HashMap<>();
        Map<RootPath, List<RootPath>> asksFor = new HashMap<>();
        Deque<RootPath> pending = new ArrayDeque<>();
        kept.entries().forEach((path, entry) -> {
            for (Reason reason : entry.reasons()) {
                if (!kept.isFirst(reason)) {
                    asksFor.computeIfAbsent(reason.because().orElseThrow(), p -> new ArrayList<>())
                            .add(path);
                } else if (distances.put(path, 1) == null) {
                    pending.add(path);
                }
            }
        });
        while (!pending.isEmpty()) {
            RootPath at = pending.remove();
            int next = distances.getOrDefault(at, 0) + 1;
            for (RootPath below : asksFor.getOrDefault(at, List.of())) {
                if (distances.putIfAbsent(below, next) == null) {
                    pending.add(below);
                }
            }
        }
        return distances;
    }
}
