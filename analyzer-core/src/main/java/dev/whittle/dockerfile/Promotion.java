package dev.whittle.dockerfile;

import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds directories that are better copied whole although not all of them is kept: links in them are preserved, and
 * names that no pattern can express need not be written.
 */
final class Promotion {
    /** Unneeded bytes that are acceptable to make a builder take the file. */
    private static final long LIMIT = 4 << 20;

    private final RootFs root;
    private final CopyTrees trees;
    private final CopyItems items;
    private final Set<RootPath> promoted = new HashSet<>();

    Promotion(RootFs root, CopyTrees trees, CopyItems items) {
        this.root = root;
        this.trees = trees;
        this.items = items;
    }

    /** @return real paths of directories; empty if none is needed */
    Set<RootPath> find() throws IOException {
        for (CopyItem item : items.all()) {
            if (item.kind() != CopyItem.Kind.DIRECTORY && isAwkward(item)) {
                promote(speakable(item.origin()), LIMIT);
            }
        }
        for (RootPath link : items.lonelyLinks().keySet()) {
            promote(link.parent(), LIMIT);
        }
        manyNames();
        return promoted;
    }

    private static boolean isAwkward(CopyItem item) {
        return DockerWords.isAwkward(item.source().raw())
                && DockerWords.isAwkward(item.origin().raw());
    }

    /** The parent directory of the first component that is difficult to name. */
    private static RootPath speakable(RootPath path) {
        RootPath at = path;
        while (DockerWords.isAwkward(at.raw())) {
            at = at.parent();
        }
        return at;
    }

    private void promote(RootPath directory, long limit) throws IOException {
        if (!directory.isRoot() && trees.extra(directory, limit).isPresent()) {
            promoted.add(directory);
        }
    }

    /** A program with many names would be copied for each: busybox in /bin/sh, /bin/sed, /usr/bin/find. */
    private void manyNames() throws IOException {
        Map<RootPath, Long> saved = new HashMap<>();
        Map<RootPath, Integer> names = new HashMap<>();
        Set<RootPath> named = new HashSet<>();
        for (CopyItem item : items.all()) {
            if (item.kind() == CopyItem.Kind.FILE) {
                names.merge(item.origin(), 1, Integer::sum);
                named.add(item.target());
            }
        }
        Map<RootPath, Set<RootPath>> targets = new HashMap<>();
        for (CopyItem item : items.all()) {
            Optional<Node> node = item.kind() == CopyItem.Kind.FILE ? root.node(item.origin()) : Optional.empty();
            boolean link = names.getOrDefault(item.origin(), 0) > 1 && isLink(item.target());
            if (link && node.orElse(null) instanceof Node.RegularFile file) {
                RootPath directory = item.target().parent();
                saved.merge(directory, file.size(), Long::sum);
                targets.computeIfAbsent(directory, d -> new HashSet<>()).add(item.origin());
            }
        }
        for (Map.Entry<RootPath, Set<RootPath>> entry : targets.entrySet()) {
            long bytes = saved.getOrDefault(entry.getKey(), 0L);
            for (RootPath target : entry.getValue()) {
                boolean there = named.contains(target) || target.startsWith(entry.getKey());
                bytes -= there || !(root.node(target).orElse(null) instanceof Node.RegularFile file) ? 0 : file.size();
            }
            OptionalLong extra = bytes > 0 ? trees.extra(entry.getKey(), bytes - 1) : OptionalLong.empty();
            if (extra.isPresent() && !entry.getKey().isRoot()) {
                promoted.add(entry.getKey());
            }
        }
    }

    private boolean isLink(RootPath path) throws IOException {
        boolean real = root.node(path.parent()).orElse(null) instanceof Node.Directory;
        return real && root.node(path).orElse(null) instanceof Node.SymbolicLink;
    }
}
