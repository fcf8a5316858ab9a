package dev.whittle.source;

import dev.whittle.bytes.RawText;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.Index;
import dev.whittle.image.Manifest;
import dev.whittle.image.MediaTypes;
import dev.whittle.image.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The manifests that entries of {@code index.json} lead to, down through nested indexes; each counts once. */
final class ManifestTree {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_MANIFESTS = 10_000;

    private final Documents documents;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Set<Digest> seen = new HashSet<>();
    private int attestations;

    /**
     * A manifest that may be an image.
     *
     * @param top the entry of index.json that led to it
     * @param within the index that lists it; empty for the document that was asked for
     * @param platform as far as is known
     * @param isThere whether its blob is
     */
    record Leaf(
            Descriptor manifest,
            Descriptor top,
            Optional<Descriptor> within,
            Optional<Platform> platform,
            boolean isThere) {
        String shown() {
            return platform.map(Platform::toString).orElse("unknown platform") + (isThere ? "" : " (not there)");
        }
    }

    private ManifestTree(Documents documents) {
        this.documents = documents;
    }

    /** @param document that has the entries */
    static ManifestTree of(Documents documents, List<Descriptor> entries, String document)
            throws IOException, BadImageException {
        ManifestTree tree = new ManifestTree(documents);
        for (Descriptor entry : entries) {
            tree.collect(entry, entry, Optional.empty(), 0);
        }
        if (tree.leaves.isEmpty()) {
            throw new BadImageException(document, "holds no image");
        }
        return tree;
    }

    List<Leaf> leaves() {
        return List.copyOf(leaves);
    }

    /** What was left out, a line each; raw. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** How many of those that were left out describe an image. */
    int attestations() {
        return attestations;
    }

    private void collect(Descriptor at, Descriptor top, Optional<Descriptor> within, int depth)
            throws IOException, BadImageException {
        String name = BlobMedium.blob(at.digest());
        if (depth > MAX_DEPTH) {
            throw new BadImageException(name, "indexes within indexes, deeper than " + MAX_DEPTH);
        }
        if (!seen.add(at.digest())) {
            return;
        }
        if (seen.size() > MAX_MANIFESTS) {
            throw new BadImageException(name, "more than " + MAX_MANIFESTS + " manifests");
        }
        if (at.isAttestation()) {
            attestations++;
            remarks.add(name + ": an attestation, which describes the image as it was; left out");
            return;
        }
        if (MediaTypes.isOther(at.mediaType())) {
            remarks.add(name + ": neither manifest nor index, but " + RawText.visible(RawText.ofText(at.mediaType()))
                    + "; left out");
            return;
        }
        if (!documents.has(at)) {
            leaves.add(new Leaf(at, top, within, at.platform(), false));
            return;
        }
        boolean isManifest = MediaTypes.isManifest(at.mediaType());
        if (!isManifest && Index.looksLike(documents.read(at), name)) {
            for (Descriptor inner : Index.parse(documents.read(at), name).manifests()) {
                collect(inner, top, Optional.of(at), depth + 1);
            }
            return;
        }
        leaves.add(new Leaf(at, top, within, platform(at, name), true));
    }

    private Optional<Platform> platform(Descriptor manifest, String name) throws IOException, BadImageException {
        if (manifest.platform().isPresent()) {
            return manifest.platform();
        }
        Descriptor config = Manifest.parse(documents.read(manifest), name).config();
        if (!MediaTypes.isConfig(config.mediaType()) || !documents.has(config)) {
            return Optional.empty();
        }
        return Optional.of(ImageConfig.parse(documents.read(config), BlobMedium.blob(config.digest()))
                .platform());
    }
}
