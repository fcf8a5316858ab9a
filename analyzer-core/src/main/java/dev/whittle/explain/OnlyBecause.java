package dev.whittle.explain;

import dev.whittle.closure.Reason;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What would not be kept without one path: every chain to it leads through that path.
 *
 * @param path the path, which is not in the list itself
 * @param kept the biggest file first, then by path
 * @param files how many regular files are among them, each once however many names it has
 * @param bytes in these files
 */
public record OnlyBecause(RootPath path, List<Item> kept, int files, long bytes) {
    public OnlyBecause {
        kept = List.copyOf(kept);
    }

    /** @param size of a regular file, else 0; a further name of a file that stays has 0 too */
    public record Item(RootPath path, Node node, long size) {}

    static OnlyBecause of(KeptPaths kept, RootPath path) {
        Set<RootPath> reached = reached(kept, path);
        Set<Object> counted = new HashSet<>();
        kept.entries().forEach((each, entry) -> {
            if ((reached.contains(each) || each.equals(path)) && entry.node() instanceof Node.RegularFile file) {
                counted.add(file.identity());
            }
        });
        List<Item> items = new ArrayList<>();
        int files = 0;
        long bytes = 0;
        for (Map.Entry<RootPath, KeptPaths.Entry> each : kept.entries().entrySet()) {
            if (reached.contains(each.getKey()) || each.getKey().equals(path)) {
                continue;
            }
            long size = 0;
            if (each.getValue().node() instanceof Node.RegularFile file && counted.add(file.identity())) {
                files++;
                size = file.size();
                bytes += size;
            }
            items.add(new Item(each.getKey(), each.getValue().node(), size));
        }
        items.sort(Comparator.comparingLong(Item::size).reversed().thenComparing(Item::path));
        return new OnlyBecause(path, items, files, bytes);
    }

    /** From the beginnings of all chains, without a step on the path. */
    private static Set<RootPath> reached(KeptPaths kept, RootPath without) {
        Map<RootPath, List<RootPath>> asksFor = new HashMap<>();
        Set<RootPath> reached = new HashSet<>();
        Deque<RootPath> pending = new ArrayDeque<>();
        kept.entries().forEach((path, entry) -> {
            if (path.equals(without)) {
                return;
            }
            for (Reason reason : entry.reasons()) {
                if (!kept.isFirst(reason)) {
                    asksFor.computeIfAbsent(reason.because().orElseThrow(), key -> new ArrayList<>())
                            .add(path);
                } else if (reached.add(path)) {
                    pending.add(path);
                }
            }
        });
        while (!pending.isEmpty()) {
            for (RootPath next : asksFor.getOrDefault(pending.remove(), List.of())) {
                if (reached.add(next)) {
                    pending.add(next);
                }
            }
        }
        return reached;
    }
}
