package dev.whittle.scan;

import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.load.FactsMemo;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.SystemPaths;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits each directory of a root once, on all processors, and reads its files immediately, while the kernel has them
 * cached. Links are not followed. Most files are not of interest and are not stored.
 */
final class Survey {
    /** Bytes of an ELF file's identification. */
    private static final int LEAST = 16;

    /** Number of files of one directory that one thread examines before others take the next ones. */
    private static final int TOGETHER = 256;

    private final FactsMemo facts;
    private final ScanRequest.Progress progress;
    private final Set<RootPath> directories = ConcurrentHashMap.newKeySet();
    private final Set<Object> files = ConcurrentHashMap.newKeySet();
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    private final Queue<String> unlisted = new ConcurrentLinkedQueue<>();
    private final DoubleAdder done = new DoubleAdder();

    Survey(FactsMemo facts, ScanRequest.Progress progress) {
        this.facts = facts;
        this.progress = progress;
    }

    /**
     * A name of a file that begins like an ELF file, or has a set-id bit, or could not be examined.
     *
     * @param remark why it could not, raw
     */
    record Finding(RootPath path, Node.RegularFile node, Optional<ElfInspection> inspection, Optional<String> remark) {}

    /** Sorted by path. */
    List<Finding> findings() {
        return sorted(findings, Comparator.comparing(Finding::path));
    }

    /** Directories that could not be read, one line each, raw. */
    List<String> unlisted() {
        return sorted(unlisted, Comparator.naturalOrder());
    }

    /** Number of regular files; a file with several names counts once. */
    long seen() {
        return files.size();
    }

    void run(List<RootPath> below) throws IOException {
        List<RootPath> starts = new ArrayList<>();
        for (RootPath start : below) {
            Walk.Result.Found found = Walk.follow(facts.root(), start)
                    .found()
                    .orElseThrow(() -> new NoSuchFileException(start.raw(), null, "no such file in the root"));
            if (found.node() instanceof Node.Directory && directories.add(found.path())) {
                facts.root().list(found.path()); // nothing is known of what cannot be read at all
                starts.add(found.path());
            } else if (found.node() instanceof Node.RegularFile file) {
                look(found.path(), file);
            }
        }
        new Step(null, all -> starts.forEach(start -> all.then(step -> pass(step, start, 1.0 / starts.size()))))
                .invoke();
    }

    /** @param share of the total work, as an estimate: a directory's share is divided among its subdirectories */
    private void pass(Step step, RootPath directory, double share) {
        List<RootPath> next = new ArrayList<>();
        List<RootFs.Entry> here = new ArrayList<>();
        try {
            for (RootFs.Entry entry : facts.root().entries(directory)) {
                if (entry.node() instanceof Node.RegularFile) {
                    here.add(entry);
                } else if (entry.node() instanceof Node.Directory
                        && !SystemPaths.isMountPoint(entry.path())
                        && directories.add(entry.path())) {
                    next.add(entry.path());
                }
            }
        } catch (IOException e) {
            unlisted.add(unreadable(directory, e));
        }
        double portion = share / (next.size() + 1);
        next.forEach(path -> step.then(below -> pass(below, path, portion)));
        for (int from = TOGETHER; from < here.size(); from += TOGETHER) {
            List<RootFs.Entry> part = here.subList(from, Math.min(from + TOGETHER, here.size()));
            step.then(other -> look(part));
        }
        look(here.subList(0, Math.min(TOGETHER, here.size())));
        done.add(portion);
        progress.update((long) (done.sum() * ScanRequest.Progress.HALF), 2 * ScanRequest.Progress.HALF);
    }

    private void look(List<RootFs.Entry> entries) {
        for (RootFs.Entry entry : entries) {
            if (entry.node() instanceof Node.RegularFile file) {
                look(entry.path(), file);
            }
        }
    }

    private void look(RootPath path, Node.RegularFile file) {
        files.add(file.identity());
        Optional<ElfInspection> inspection = Optional.empty();
        Optional<String> remark = Optional.empty();
        if (file.size() >= LEAST) {
            try {
                inspection = facts.inspectIfElf(path, file);
            } catch (IOException e) {
                remark = Optional.of(unreadable(path, e));
            }
        }
        if (inspection.isPresent() || remark.isPresent() || file.attributes().isSetId()) {
            findings.add(new Finding(path, file, inspection, remark));
        }
    }

    private static String unreadable(RootPath path, IOException e) {
        return path + ": not looked at: " + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
    }

    private static <T> List<T> sorted(Collection<T> all, Comparator<T> order) {
        return all.stream().sorted(order).toList();
    }

    /** A unit of work, which is complete when everything that it started is complete. */
    private static final class Step extends CountedCompleter<Void> {
        private static final long serialVersionUID = 1;

        private final transient Consumer<Step> work;

        Step(@Nullable Step of, Consumer<Step> work) {
            super(of);
            this.work = work;
        }

        void then(Consumer<Step> next) {
            addToPendingCount(1);
            new Step(this, next).fork();
        }

        @Override
        public void compute() {
            work.accept(this);
            tryComplete();
        }
    }
}
