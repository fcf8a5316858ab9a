package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Descriptor;
import dev.whittle.image.Digest;
import dev.whittle.image.ImageReference;
import dev.whittle.image.OldIndex;
import dev.whittle.image.Platform;
import dev.whittle.image.PlatformList;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image of several platforms: which there are, and each of them opened when it is asked for. Open no more of them at one
 * time than are needed: each has its tree in memory.
 */
public final class SourceIndex implements Closeable {
    private final String shown;
    private final BlobMedium medium;
    private final Opener opener;
    private final Found found;

    /** Makes a source of an image that was found. */
    interface Opener {
        Source open(FoundImage image) throws IOException, BadArchiveException, BadImageException;
    }

    /**
     * What there is.
     *
     * @param layout empty for a docker archive without one
     * @param all that are there, in the order of the index
     * @param chosen those of them that were asked for
     * @param remarks for a person, raw
     */
    record Found(
            Optional<Layout> layout,
            List<Member> all,
            List<Member> chosen,
            List<ImageReference> references,
            List<String> remarks) {}

    /** Where manifests are looked up. */
    record Layout(LayoutImages images, LayoutImages.Tagged tagged) {}

    /** One image of it. */
    public static final class Member {
        private final Platform platform;
        private final Optional<ManifestTree.Leaf> leaf;
        private final Optional<FoundImage> image;

        Member(Platform platform, ManifestTree.Leaf leaf) {
            this.platform = platform;
            this.leaf = Optional.of(leaf);
            this.image = Optional.empty();
        }

        /** One that comes alone. */
        Member(FoundImage image) {
            this.platform = image.config().platform();
            this.leaf = Optional.empty();
            this.image = Optional.of(image);
        }

        public Platform platform() {
            return platform;
        }

        /** Of the manifest; empty for an image that has none. */
        public Optional<Digest> digest() {
            return leaf.map(leaf -> leaf.manifest().digest());
        }
    }

    SourceIndex(String shown, BlobMedium medium, Found found, Opener opener) {
        this.shown = shown;
        this.medium = medium;
        this.found = found;
        this.opener = opener;
    }

    /** @throws BadImageException if a platform is not there that was asked for */
    static Found layout(LayoutImages images, LayoutImages.Tagged tagged, PlatformList platforms)
            throws BadImageException {
        List<ManifestTree.Leaf> chosen = new ManifestChoice(tagged.tree(), LayoutImages.INDEX).several(platforms);
        List<Member> all = new ArrayList<>();
        List<Member> meant = new ArrayList<>();
        List<String> remarks = new ArrayList<>(tagged.tree().remarks());
        for (ManifestTree.Leaf leaf : tagged.tree().leaves()) {
            String name = BlobMedium.blob(leaf.manifest().digest());
            if (!leaf.isThere()) {
                remarks.add(name + ": the manifest for " + leaf.shown() + "; left out");
            } else if (leaf.platform().isEmpty()) {
                remarks.add(name + ": no image, for it has no configuration of one; left out");
            } else {
                Member member = new Member(leaf.platform().get(), leaf);
                all.add(member);
                if (chosen.contains(leaf)) {
                    meant.add(member);
                }
            }
        }
        if (meant.isEmpty()) {
            throw new BadImageException(LayoutImages.INDEX, "holds no image");
        }
        List<ImageReference> references = tagged.entries().stream()
                .flatMap(entry -> tagged.references(entry).stream())
                .distinct()
                .toList();
        return new Found(Optional.of(new Layout(images, tagged)), all, meant, references, remarks);
    }

    /** @throws BadImageException if it is for none of the platforms */
    static Found alone(FoundImage image, PlatformList platforms) throws BadImageException {
        Platform platform = image.config().platform();
        if (!platforms.isAll() && platforms.platforms().stream().noneMatch(platform::fits)) {
            throw new BadImageException(
                    DockerImages.MANIFEST, "the image is for " + platform + ", and " + platforms + " was asked for");
        }
        List<Member> one = List.of(new Member(image));
        return new Found(Optional.empty(), one, one, image.references(), image.remarks());
    }

    /** What a person calls it, raw. */
    public String shown() {
        return shown;
    }

    /** The images that were asked for, at least one, in the order of the index. */
    public List<Member> chosen() {
        return List.copyOf(found.chosen());
    }

    /** All images that are there, in the order of the index. */
    public List<Member> all() {
        return List.copyOf(found.all());
    }

    /** Its names, as {@link SourceImage#references} has them. */
    public List<ImageReference> references() {
        return List.copyOf(found.references());
    }

    /** What was left out, attestations among it, a line each; raw. */
    public List<String> remarks() {
        return List.copyOf(found.remarks());
    }

    /** How many manifests were left out because they describe an image as it was. */
    public int attestations() {
        return found.layout()
                .map(layout -> layout.tagged().tree().attestations())
                .orElse(0);
    }

    /** Whether there is one image and no index around it. */
    public boolean isAlone() {
        return found.all().size() == 1
                && found.all().get(0).leaf.map(leaf -> leaf.within().isEmpty()).orElse(true);
    }

    /** One of the images; to be closed before the index is. Plain layers may still be hashed: {@link Source#confirm}. */
    public Source open(Member member) throws IOException, BadArchiveException, BadImageException {
        if (member.image.isPresent()) {
            return opener.open(member.image.get());
        }
        Layout layout = found.layout().orElseThrow();
        FoundImage image = layout.images().image(member.leaf.orElseThrow(), layout.tagged(), false);
        // What was left out of the index is no matter of this image.
        return opener.open(
                new FoundImage(image.config(), image.references(), image.manifest(), image.layers(), List.of()));
    }

    /** All blobs of one of the images, the manifest last. */
    public List<SourceBlob> blobs(Member member) throws IOException, BadImageException {
        return found.layout().orElseThrow().images().blobs(member.leaf.orElseThrow());
    }

    /** The index that lists one of the images. */
    public OldIndex within(Member member) throws IOException, BadImageException {
        Documents documents = new Documents(medium);
        Optional<Descriptor> index = member.leaf.orElseThrow().within();
        return index.isPresent()
                ? OldIndex.parse(
                        documents.read(index.get()), BlobMedium.blob(index.get().digest()))
                : OldIndex.parse(documents.read(LayoutImages.INDEX), LayoutImages.INDEX);
    }

    /** The index of the image itself, if its images are in one; several of one name in {@code index.json} are not. */
    public Optional<OldIndex> own() throws IOException, BadImageException {
        Set<Optional<Digest>> indexes = new HashSet<>();
        for (Member member : found.all()) {
            indexes.add(member.leaf.flatMap(ManifestTree.Leaf::within).map(Descriptor::digest));
        }
        return indexes.size() == 1 && !indexes.contains(Optional.<Digest>empty())
                ? Optional.of(within(found.all().get(0)))
                : Optional.empty();
    }

    /** Gives the files back. That this fails for what was only read is nobody's loss. */
    @Override
    public void close() {
        try {
            medium.close();
        } catch (IOException e) {
            return;
        }
    }
}
