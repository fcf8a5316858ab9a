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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From entries of {@code index.json} down through nested indexes to one manifest. An index may name manifests of
 * platforms whose blobs are absent ({@code docker save} of the containerd store): those count only if they are
 * requested.
 */
final class ManifestChoice {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_MANIFESTS = 10_000;

    private final Documents documents;
    private final PlatformChoice platform;
    private final List<String> remarks = new ArrayList<>();

    /** @param top the entry of index.json that led to it */
    record Chosen(Descriptor manifest, Descriptor top) {}

    /** @param platform of the manifest, as far as it is known */
    private record Candidate(Descriptor manifest, Descriptor top, Optional<Platform> platform, boolean isThere) {
        String shown() {
            return platform.map(Platform::toString).orElse("unknown platform") + (isThere ? "" : " (not there)");
        }
    }

    ManifestChoice(Documents documents, PlatformChoice platform) {
        this.documents = documents;
        this.platform = platform;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    Chosen choose(List<Descriptor> entries, String document) throws IOException, BadImageException {
        List<Candidate> candidates = new ArrayList<>();
        Set<Digest> seen = new HashSet<>();
        for (Descriptor entry : entries) {
            collect(entry, entry, 0, seen, candidates);
        }
        if (candidates.isEmpty()) {
            throw new BadImageException(document, "holds no image");
        }
        List<Candidate> there = candidates.stream().filter(Candidate::isThere).toList();
        if (there.size() == 1 && !platform.asked()) {
            return chosen(there.get(0));
        }
        List<Candidate> fitting = fitting(there);
        if (fitting.size() == 1) {
            return chosen(fitting.get(0));
        }
        throw new BadImageException(document, complaint(candidates, there, fitting));
    }

    /** If no variant is requested, the one without a variant is the default: amd64 rather than amd64/v3. */
    private List<Candidate> fitting(List<Candidate> there) {
        // If nothing states a platform, it is checked when the configuration is read.
        if (there.size() == 1 && there.get(0).platform().isEmpty()) {
            return there;
        }
        List<Candidate> fitting = there.stream()
                .filter(its -> its.platform()
                        .filter(given -> given.fits(platform.wanted()))
                        .isPresent())
                .toList();
        List<Candidate> exact = fitting.stream()
                .filter(its -> its.platform().equals(Optional.of(platform.wanted())))
                .toList();
        return exact.size() == 1 ? exact : fitting;
    }

    private String complaint(List<Candidate> all, List<Candidate> there, List<Candidate> fitting) {
        Set<String> shown = new LinkedHashSet<>();
        (fitting.isEmpty() ? all : fitting).forEach(its -> shown.add(its.shown()));
        String list = Lists.of(shown);
        if (fitting.size() > 1) {
            return "several manifests are for " + platform.wanted() + ": " + list
                    + "; say --image-platform, or name one by its digest";
        }
        if (there.isEmpty()) {
            return "none of its manifests is there: " + list;
        }
        boolean listed = all.stream().anyMatch(its -> its.platform()
                .filter(given -> given.fits(platform.wanted()))
                .isPresent());
        return (listed ? "the manifest for " + platform.wanted() + " is not there" : "none is for " + platform.wanted())
                + "; there are " + list + "; choose with --image-platform";
    }

    private Chosen chosen(Candidate candidate) {
        return new Chosen(candidate.manifest(), candidate.top());
    }

    private void collect(Descriptor at, Descriptor top, int depth, Set<Digest> seen, List<Candidate> candidates)
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
            remarks.add(name + ": an attestation, which describes the image as it was; left out");
            return;
        }
        if (MediaTypes.isOther(at.mediaType())) {
            remarks.add(name + ": neither manifest nor index, but " + RawText.visible(RawText.ofText(at.mediaType()))
                    + "; left out");
            return;
        }
        if (!documents.has(at)) {
            candidates.add(new Candidate(at, top, at.platform(), false));
            return;
        }
        boolean isManifest = MediaTypes.isManifest(at.mediaType());
        if (!isManifest && Index.looksLike(documents.read(at), name)) {
            for (Descriptor inner : Index.parse(documents.read(at), name).manifests()) {
                collect(inner, top, depth + 1, seen, candidates);
            }
            return;
        }
        candidates.add(new Candidate(at, top, platform(at, name), true));
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
