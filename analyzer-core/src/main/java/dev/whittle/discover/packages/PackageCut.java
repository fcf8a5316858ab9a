package dev.whittle.discover.packages;

import dev.whittle.closure.Generated;
import dev.whittle.closure.PackageShare;
import dev.whittle.closure.Reason;
import dev.whittle.closure.Selection;
import dev.whittle.packages.Documentation;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabase;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.packages.RealPaths;
import dev.whittle.path.RootPath;
import dev.whittle.rootfs.Node;
import dev.whittle.rootfs.RootFs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The packages that are kept with a selection, and the databases reduced to them. A package is kept if at least one of
 * its files is kept that is neither a directory nor documentation; a package whose files the database does not list is
 * kept too, since nothing shows that it is gone.
 */
public final class PackageCut {
    /**
     * Maximum number of paths reported as missing for one package; Debian's largest packages have about 20,000 files.
     */
    private static final int MAX_MISSING = 50_000;

    private static final Pattern PROGRAM = Pattern.compile("(?:/usr|/usr/local)?/s?bin/[^/]+");

    private final RealPaths paths;
    private final PackageDatabases databases;
    private final Selection kept;
    private final Predicate<String> isRequested;

    /** Raw paths of the output: whether each is a directory. */
    private final Map<String, Boolean> there = new HashMap<>();

    private final Map<InstalledPackage, PackageShare> shares = new LinkedHashMap<>();

    /**
     * @param written real paths of additional files in the output
     * @param isRequested whether a package was installed for itself
     */
    public PackageCut(
            RootFs root,
            PackageDatabases databases,
            Selection kept,
            Set<RootPath> written,
            Predicate<String> isRequested) {
        this.isRequested = isRequested;
        this.paths = new RealPaths(root);
        this.databases = databases;
        this.kept = kept;
        if (databases.databases().isEmpty()) {
            return;
        }
        there.put("/", true);
        for (Selection.Kept each : kept.all()) {
            there.put(each.path().raw(), each.node() instanceof Node.Directory);
        }
        written.forEach(path -> there.put(path.raw(), false));
        for (InstalledPackage its : databases.packages()) {
            shares.put(its, share(its));
        }
    }

    /** In the order of the databases. */
    public List<PackageShare> shares() {
        return List.copyOf(shares.values());
    }

    private PackageShare share(InstalledPackage its) {
        List<RootPath> mine = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<String> listed = new ArrayList<>();
        its.files().forEach(listed::add);
        for (int i = 0; i < listed.size(); i++) {
            String path = listed.get(i);
            if (isDirectory(listed, i) || Documentation.contains(path)) {
                continue;
            }
            String real = paths.of(path);
            Boolean directory = there.get(real);
            if (directory == null) {
                if (missing.size() < MAX_MISSING) {
                    missing.add(path);
                }
            } else if (!directory && seen.add(real)) {
                mine.add(RootPath.of(real));
            }
        }
        boolean isKnown = its.files().isKnown();
        boolean isKept = !mine.isEmpty() || (!isKnown && its.isInstalled());
        return new PackageShare(
                its.type().toString(),
                its.name(),
                its.version(),
                its.architecture(),
                isKept,
                isKnown,
                mine,
                isKept ? missing : List.of(),
                isKept || !isRequested.test(its.name())
                        ? Optional.empty()
                        : listed.stream()
                                .filter(path -> PROGRAM.matcher(path).matches())
                                .findFirst());
    }

    /** dpkg and apk list a directory before its content; in the root it may be a link, such as {@code /lib}. */
    private static boolean isDirectory(List<String> listed, int index) {
        String path = listed.get(index);
        if (index + 1 >= listed.size()) {
            return path.equals("/.");
        }
        String next = listed.get(index + 1);
        return path.equals("/.")
                || (next.length() > path.length() && next.charAt(path.length()) == '/' && next.startsWith(path));
    }

    /** The files of the databases, except databases that are kept for another reason. */
    public List<Generated> generated() {
        List<Generated> all = new ArrayList<>();
        for (PackageDatabase database : databases.databases()) {
            if (isKeptAnyway(database)) {
                continue;
            }
            for (PackageDatabase.CutFile file : database.cut(this::isKept, this::isThere)) {
                all.add(new Generated(
                        file.path(),
                        Optional.of(file.content()),
                        List.of(Reason.ofFamily(
                                Reason.Kind.GENERATED, PackageFamily.NAME, file.what(), Optional.empty())),
                        true));
            }
        }
        return all;
    }

    private boolean isKept(InstalledPackage its) {
        PackageShare share = shares.get(its);
        return share != null && share.isKept();
    }

    private boolean isThere(InstalledPackage owner, String path) {
        return there.containsKey(paths.of(path));
    }

    /** The user wants it unchanged. A program that reads it finds in the reduced one what the output contains. */
    private boolean isKeptAnyway(PackageDatabase database) {
        return kept.get(database.file()).map(Selection.Kept::reasons).orElse(List.of()).stream()
                .anyMatch(reason -> switch (reason.kind()) {
                    case REQUESTED, STARTED, INCLUDED, TRACED -> true;
                    case INTERPRETER, LIBRARY, CONFIGURATION, HIDDEN, TREE, GENERATED, LINK, PARENT -> false;
                });
    }
}
