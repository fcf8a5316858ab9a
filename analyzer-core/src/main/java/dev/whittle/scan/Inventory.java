package dev.whittle.scan;

import dev.whittle.elf.ElfInspection;
import dev.whittle.path.RootPath;
import dev.whittle.resolve.FactsCache;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import dev.whittle.rootfs.Walk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files of a root: each directory is listed once, each file opened once, links are not followed.
 *
 * @param files ELF files in the order of paths, each once however many names it has
 * @param privileged regular files with a set-id bit, likewise
 * @param seen regular files in all
 * @param remarks what could not be looked at, one line each, raw
 */
record Inventory(List<ScannedFile> files, List<Entry> privileged, long seen, List<String> remarks) {
    /** What the kernel makes up: endless on a live root, empty in an image. */
    private static final Set<String> KERNELS = Set.of("/proc", "/sys", "/dev");

    /** Bytes of an ELF file's identification. */
    private static final int LEAST = 16;

    private static final int STEP = 512;

    record Entry(RootPath path, Node.RegularFile node) {}

    private record Listed(List<RootPath> directories, List<Entry> files, Optional<String> remark) {}

    private record Looked(Optional<ScannedFile> file, Optional<String> remark) {}

    static Inventory of(FactsCache facts, List<RootPath> below, ScanRequest.Progress progress) throws IOException {
        List<String> remarks = new ArrayList<>();
        List<Entry> all = regularFiles(facts.root(), below, remarks);
        Set<Object> seen = new HashSet<>();
        all.removeIf(entry -> !seen.add(entry.node().identity()));
        AtomicLong done = new AtomicLong();
        List<ScannedFile> files = new ArrayList<>();
        List<Looked> looked = all.parallelStream()
                .map(entry -> {
                    long count = done.incrementAndGet();
                    if (count % STEP == 0) {
                        progress.update(count, 2L * all.size());
                    }
                    return look(facts, entry);
                })
                .filter(one -> one.file().isPresent() || one.remark().isPresent())
                .toList();
        for (Looked one : looked) {
            one.file().ifPresent(files::add);
            one.remark().ifPresent(remarks::add);
        }
        List<Entry> privileged = all.stream()
                .filter(entry -> entry.node().attributes().isSetId())
                .toList();
        return new Inventory(List.copyOf(files), privileged, all.size(), List.copyOf(remarks));
    }

    private static List<Entry> regularFiles(RootFs root, List<RootPath> below, List<String> remarks)
            throws IOException {
        List<Entry> files = new ArrayList<>();
        Set<RootPath> known = new HashSet<>();
        List<RootPath> level = new ArrayList<>();
        for (RootPath start : below) {
            Walk.Result.Found found = Walk.follow(root, start)
                    .found()
                    .orElseThrow(() -> new NoSuchFileException(start.raw(), null, "no such file in the root"));
            if (found.node() instanceof Node.Directory && known.add(found.path())) {
                level.add(found.path());
            } else if (found.node() instanceof Node.RegularFile file) {
                files.add(new Entry(found.path(), file));
            }
        }
        while (!level.isEmpty()) {
            List<RootPath> next = new ArrayList<>();
            for (Listed listed :
                    level.parallelStream().map(path -> list(root, path)).toList()) {
                listed.directories().stream().filter(known::add).forEach(next::add);
                files.addAll(listed.files());
                listed.remark().ifPresent(remarks::add);
            }
            level = next;
        }
        files.sort((one, other) -> one.path().compareTo(other.path()));
        Collections.sort(remarks);
        return files;
    }

    private static Listed list(RootFs root, RootPath directory) {
        List<RootPath> directories = new ArrayList<>();
        List<Entry> files = new ArrayList<>();
        try {
            for (String name : root.list(directory)) {
                RootPath path = directory.child(name);
                Node node = root.node(path).orElse(null);
                if (node instanceof Node.RegularFile file) {
                    files.add(new Entry(path, file));
                } else if (node instanceof Node.Directory && !KERNELS.contains(path.raw())) {
                    directories.add(path);
                }
            }
            return new Listed(directories, files, Optional.empty());
        } catch (IOException e) {
            return new Listed(directories, files, Optional.of(unreadable(directory, e)));
        }
    }

    private static Looked look(FactsCache facts, Entry entry) {
        if (entry.node().size() < LEAST) {
            return new Looked(Optional.empty(), Optional.empty());
        }
        try {
            Optional<ElfInspection> inspection = facts.inspectIfElf(entry.path(), entry.node());
            return new Looked(
                    inspection.map(its -> new ScannedFile(entry.path(), entry.node(), its)), Optional.empty());
        } catch (IOException e) {
            return new Looked(Optional.empty(), Optional.of(unreadable(entry.path(), e)));
        }
    }

    private static String unreadable(RootPath path, IOException e) {
        return path + ": not looked at: " + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
    }
}
