package dev.whittle.sbom;

import dev.whittle.closure.Closure;
import dev.whittle.closure.PackageShare;
import dev.whittle.packages.InstalledPackage;
import dev.whittle.packages.PackageDatabases;
import dev.whittle.rootfs.RootFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A package of which an image uses nothing, according to static analysis: a candidate for review, not a fact.
 *
 * @param url its package URL
 * @param evidence one line, raw
 * @param limits reasons why it may be wrong
 */
public record Unused(String url, String evidence, String limits) {
    private static final String LIMITS =
            "A candidate for review, not a fact: nothing was run. Not seen are names that a program makes up at"
                    + " run time, plugins of a kind that no family knows, what another program of the image runs when a person starts it in the"
                    + " container, and code of the package that is linked into other files.";

    /**
     * Packages none of whose files are needed by what the image starts, neither for its loader nor for a family of
     * hidden dependencies.
     *
     * @param closure what slimming keeps of the whole image
     */
    public static List<Unused> of(RootFs root, Closure closure) throws IOException {
        Optional<OsRelease> os = OsRelease.of(root);
        List<InstalledPackage> packages = PackageDatabases.of(root).packages();
        List<Unused> candidates = new ArrayList<>();
        List<PackageShare> shares = closure.packages();
        for (int i = 0; i < Math.min(packages.size(), shares.size()); i++) {
            InstalledPackage installedPackage = packages.get(i);
            PackageShare share = shares.get(i);
            if (installedPackage.isInstalled() && !share.isKept() && share.isKnown()) {
                candidates.add(new Unused(
                        PackageUrl.of(installedPackage, os),
                        "what the image starts needs no file of the package " + installedPackage.name() + " "
                                + installedPackage.version()
                                + ": no loader opens one for it, and no family of hidden dependencies keeps one",
                        LIMITS));
            }
        }
        return candidates;
    }
}
