package dev.whittle.source;

import dev.whittle.image.BadImageException;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which manifests are meant. An index names manifests of platforms whose blobs need not be there ({@code docker save} of
 * the containerd store): those count only if they are asked for.
 */
final class ManifestChoice {
    private final List<ManifestTree.Leaf> all;
    private final List<ManifestTree.Leaf> there;
    private final String document;

    /** @param document for messages */
    ManifestChoice(ManifestTree tree, String document) {
        this.all = tree.leaves();
        this.there = all.stream().filter(ManifestTree.Leaf::isThere).toList();
        this.document = document;
    }

    /** The one that is meant. */
    ManifestTree.Leaf one(PlatformChoice platform) throws BadImageException {
        return there.size() == 1 && !platform.asked() ? there.get(0) : one(platform.wanted());
    }

    /** Those that are meant, in the order of the index. */
    List<ManifestTree.Leaf> several(PlatformList platforms) throws BadImageException {
        if (platforms.isAll()) {
            if (there.isEmpty()) {
                throw new BadImageException(document, "none of its manifests is there: " + shown(all));
            }
            return there;
        }
        Set<ManifestTree.Leaf> chosen = new LinkedHashSet<>();
        for (Platform platform : platforms.platforms()) {
            chosen.add(one(platform));
        }
        return there.stream().filter(chosen::contains).toList();
    }

    private ManifestTree.Leaf one(Platform wanted) throws BadImageException {
        List<ManifestTree.Leaf> fitting = fitting(wanted);
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new BadImageException(document, complaint(wanted, fitting));
    }

    /** With a variant left open, the one that names none is the plain one: amd64 rather than amd64/v3. */
    private List<ManifestTree.Leaf> fitting(Platform wanted) {
        // What nobody says anything of is checked when its configuration is read.
        if (there.size() == 1 && there.get(0).platform().isEmpty()) {
            return there;
        }
        List<ManifestTree.Leaf> fitting =
                there.stream().filter(leaf -> fits(leaf, wanted)).toList();
        List<ManifestTree.Leaf> exact = fitting.stream()
                .filter(leaf -> leaf.platform().equals(Optional.of(wanted)))
                .toList();
        return exact.size() == 1 ? exact : fitting;
    }

    private static boolean fits(ManifestTree.Leaf leaf, Platform wanted) {
        return leaf.platform().filter(given -> given.fits(wanted)).isPresent();
    }

    private String complaint(Platform wanted, List<ManifestTree.Leaf> fitting) {
        if (fitting.size() > 1) {
            return "several manifests are for " + wanted + ": " + shown(fitting)
                    + "; say --platform, or name one by its digest";
        }
        if (there.isEmpty()) {
            return "none of its manifests is there: " + shown(all);
        }
        boolean listed = all.stream().anyMatch(leaf -> fits(leaf, wanted));
        return (listed ? "the manifest for " + wanted + " is not there" : "none is for " + wanted) + "; there are "
                + shown(all) + "; choose with --platform";
    }

    private static String shown(List<ManifestTree.Leaf> leaves) {
        List<String> shown = new ArrayList<>(new LinkedHashSet<>(
                leaves.stream().map(ManifestTree.Leaf::shown).toList()));
        return Lists.of(shown);
    }
}
