package dev.whittle.discover.owned;

import dev.whittle.closure.Finding;
import dev.whittle.closure.Selection;
import dev.whittle.discover.evidence.Context;
import dev.whittle.discover.evidence.Detector;
import dev.whittle.discover.evidence.Family;
import dev.whittle.discover.evidence.Findings;
import dev.whittle.discover.evidence.OtherUses;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.SystemPaths;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that no package has, in places where an image's author puts an application, its data and its settings. Such a file is there
 * for a program of the image, although nothing may name it: a program finds it by a convention of its own, or its name is
 * put together at run time.
 */
public final class AddedFiles implements Detector {
    static final String NAME = "added";

    /** Places in which a package has no files, of which each entry is looked at for itself (FHS 3.0). */
    private static final List<String> AUTHORS = List.of("/opt", "/srv", "/home", "/media", "/mnt", "/root", "/var/www");

    /** Places of which each directory is looked at for itself (FHS 3.0: /usr/local). */
    private static final List<String> PLACES =
            List.of("/usr/local/etc", "/usr/local/lib", "/usr/local/libexec", "/usr/local/share");

    /** The state of programs, where packages have files too (FHS 3.0, 5.8): without a database nobody knows whose they are. */
    private static final List<String> STATE = List.of("/var/lib", "/var/opt");

    private static final List<String> INSTALLED = List.of("/opt/", "/usr/", "/etc/");

    private static final RootPath ETC = RootPath.of("/etc");

    /**
     * What a shell, a package manager or a compiler has in a home directory, and published packages, of which the family of
     * their language selects.
     */
    private static final Set<String> OTHERS = Set.of(
            ".bashrc",
            ".profile",
            ".bash_history",
            ".ash_history",
            ".bash_logout",
            ".wget-hsts",
            ".cache",
            ".npm",
            ".cargo",
            ".rustup",
            ".m2",
            ".gradle",
            ".bundle",
            "node_modules",
            "site-packages",
            "dist-packages",
            "gems",
            "specifications",
            "vendor");

    /** Limit for an entry, in bytes: a larger one has more than this program's files. */
    private static final long MAX = 16L << 20;

    /** Limit for a directory of settings, in bytes. */
    private static final long MAX_SETTINGS = 1L << 20;

    private static final int MAX_FILES = 5000;

    /**
     * Files without a package.
     *
     * @param data the files that are not executable: a program that nothing names is not started
     * @param isPackaged whether a package has their directory: its installation may have generated them, and they are used
     *     with other files of it
     */
    private record Added(RootPath directory, List<RootPath> files, List<RootPath> data, boolean isPackaged) {}

    private final OtherUses others = OtherUses.read();
    private final HomeDirectories homes = new HomeDirectories();
    private @Nullable List<Added> found;

    @Override
    public Family family() {
        return new Family(
                NAME, "files of applications and settings that no package has: the image's author added them");
    }

    @Override
    public void look(Context context, Findings findings) throws IOException {
        if (!context.isWholeImage()) {
            return;
        }
        if (found == null) {
            found = find(context);
        }
        homes.add(context, findings);
        findings.becauseOfTheImage();
        Set<RootPath> used = used(context);
        for (Added added : found) {
            boolean isUsed = used.contains(added.directory);
            if (!added.isPackaged || isUsed) {
                findings.trees(
                        Finding.Level.EXPECTED,
                        "no package has these files of " + added.directory.raw() + ": the image's author added them",
                        notKept(context, isUsed ? added.files : added.data));
            }
        }
    }

    /**
     * A program of the directory that starts through links is kept for itself, with its links. Named once more, it would be
     * copied under each name by a builder that follows links.
     */
    private static List<RootPath> notKept(Context context, List<RootPath> files) {
        List<RootPath> left = new ArrayList<>();
        for (RootPath file : files) {
            Optional<Selection.Kept> kept = context.kept().get(file);
            boolean isOthers = kept.isPresent()
                    && kept.get().reasons().stream()
                            .anyMatch(reason -> !reason.family().equals(NAME));
            if (!isOthers) {
                left.add(file);
            }
        }
        return left;
    }

    /** The directories of which a file is kept for another reason. */
    private Set<RootPath> used(Context context) {
        Set<RootPath> places = new HashSet<>();
        for (Added added : found == null ? List.<Added>of() : found) {
            places.add(added.directory);
        }
        Set<RootPath> used = new HashSet<>();
        for (Selection.Kept kept : context.kept().all()) {
            // Links are kept with the directories of the image as well.
            boolean counts = kept.node() instanceof Node.RegularFile
                    && kept.reasons().stream()
                            .anyMatch(reason -> !reason.family().equals(NAME));
            for (RootPath at = kept.path(); counts && !at.isRoot(); at = at.parent()) {
                if (places.contains(at)) {
                    used.add(at);
                }
            }
        }
        return used;
    }

    private List<Added> find(Context context) throws IOException {
        Map<RootPath, List<RootPath>> files = new LinkedHashMap<>();
        for (RootPath top : context.list(RootPath.ROOT)) {
            if (SystemPaths.isOutsideHierarchy(top)) {
                list(context, top, MAX, files);
            }
        }
        for (String place : Stream.concat(AUTHORS.stream(), PLACES.stream()).toList()) {
            for (RootPath entry : context.list(RootPath.of(place))) {
                list(context, entry, MAX, files);
            }
        }
        if (!context.databases().isEmpty()) {
            for (RootPath entry : context.list(ETC)) {
                list(context, entry, MAX_SETTINGS, files);
            }
            for (String place : STATE) {
                for (RootPath entry : context.list(RootPath.of(place))) {
                    list(context, entry, MAX, files);
                }
            }
        }
        // One pass over the packages' lists for all of them.
        List<RootPath> every = new ArrayList<>(files.keySet());
        files.values().forEach(every::addAll);
        Map<RootPath, String> owners = context.owners(every);
        List<Added> all = new ArrayList<>();
        for (Map.Entry<RootPath, List<RootPath>> entry : files.entrySet()) {
            List<RootPath> added = new ArrayList<>();
            List<RootPath> data = new ArrayList<>();
            for (RootPath file : entry.getValue()) {
                if (!owners.containsKey(file)) {
                    added.add(file);
                    boolean program = context.node(file).orElse(null) instanceof Node.RegularFile node
                            && node.attributes().isExecutable();
                    if (!program) {
                        data.add(file);
                    }
                }
            }
            if (!added.isEmpty()) {
                all.add(new Added(entry.getKey(), added, data, owners.containsKey(entry.getKey())));
            }
        }
        return all;
    }

    /** Lists the files of a directory in one of the places; or a file, where packages have none. */
    private void list(Context context, RootPath entry, long most, Map<RootPath, List<RootPath>> files)
            throws IOException {
        boolean counts = AUTHORS.contains(entry.parent().raw())
                || context.root().node(entry).orElse(null) instanceof Node.Directory;
        if (counts
                && !OTHERS.contains(entry.name())
                && !SystemPaths.isSharedByPrograms(entry)
                && !others.contains(entry.raw())) {
            files.put(entry, files(context, entry, most));
        }
    }

    /**
     * Whether software is installed in a directory: what it does not need to run can be told by suffixes there. Elsewhere, a
     * header or an object file is what the image's program works on.
     */
    private static boolean isInstalled(RootPath directory) {
        return INSTALLED.stream().anyMatch(place -> directory.raw().startsWith(place));
    }

    /** The files and links below a directory; none if they are more than the limit. */
    private List<RootPath> files(Context context, RootPath directory, long most) throws IOException {
        List<RootPath> files = new ArrayList<>();
        Deque<RootPath> pending = new ArrayDeque<>(List.of(directory));
        long bytes = 0;
        while (!pending.isEmpty()) {
            RootPath path = pending.pop();
            Optional<Node> node = context.root().node(path);
            if (node.orElse(null) instanceof Node.Directory) {
                if (!OTHERS.contains(path.name())) {
                    context.list(path).forEach(pending::push);
                }
                continue;
            }
            if (node.isEmpty() || (isInstalled(directory) && others.contains(path.raw()))) {
                continue;
            }
            bytes += node.get() instanceof Node.RegularFile file ? file.size() : 0;
            files.add(path);
            if (bytes > most || files.size() > MAX_FILES) {
                return List.of();
            }
        }
        return files;
    }
}
