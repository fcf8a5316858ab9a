package dev.whittle.source;

import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Digest;
import dev.whittle.image.DockerManifest;
import dev.whittle.image.ImageConfig;
import dev.whittle.image.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images of a {@code docker save}, from any writer: {@code manifest.json} names files, which are in the folders of
 * their layers (Docker up to 24), next to it (skopeo, podman), or in {@code blobs} as in a layout (from 25 on).
 */
final class DockerImages {
    static final String MANIFEST = "manifest.json";

    private static final Pattern BLOB = Pattern.compile("blobs/(sha256|sha512)/([0-9a-f]+)");

    /** The name of a configuration contains the image's ID: moby, image/tarexport/save.go. */
    private static final Pattern CONFIG = Pattern.compile("(?:.*/)?([0-9a-f]{64})\\.json");

    private final BlobMedium medium;
    private final Documents documents;
    private final PlatformChoice platform;

    DockerImages(BlobMedium medium, PlatformChoice platform) {
        this.medium = medium;
        this.documents = new Documents(medium);
        this.platform = platform;
    }

    /** @param named the image that the user requested, text */
    FoundImage find(Optional<String> named, String archiveName) throws IOException, BadImageException {
        DockerManifest.Entry entry = entry(named);
        String configName = BlobMedium.inside(MANIFEST, entry.config());
        byte[] config = documents.read(configName);
        checkName(configName, config);
        ImageConfig parsed = ImageConfig.parse(config, configName);
        boolean isOther = platform.asked() && !parsed.platform().fits(platform.wanted());
        if (isOther && hasLayout()) {
            // Docker's own list has one platform of each image; the layout beside it has them all.
            return new LayoutImages(medium, platform).find(nameInLayout(named), archiveName);
        }
        platform.check(parsed, configName);
        return new FoundImage(
                parsed, references(entry, named), Optional.empty(), layers(entry, parsed, configName), List.of());
    }

    /** Whether there is a layout beside manifest.json, which may have more platforms. */
    boolean hasLayout() throws IOException, BadImageException {
        return documents.find(LayoutImages.INDEX).isPresent();
    }

    /** What the image that is meant is called in the layout. */
    Optional<String> nameInLayout(Optional<String> named) throws IOException, BadImageException {
        DockerManifest.Entry entry = entry(named);
        return named.or(() -> entry.tags().stream().findFirst());
    }

    private DockerManifest.Entry entry(Optional<String> named) throws IOException, BadImageException {
        byte[] json = documents
                .find(MANIFEST)
                .orElseThrow(() -> new BadImageException(
                        MANIFEST, "is not there, so this is not a docker archive (Docker writes it since 1.10)"));
        return choose(DockerManifest.parse(json, MANIFEST).images(), named);
    }

    private static DockerManifest.Entry choose(List<DockerManifest.Entry> images, Optional<String> named)
            throws BadImageException {
        if (images.isEmpty()) {
            throw new BadImageException(MANIFEST, "holds no image");
        }
        if (named.isEmpty()) {
            if (images.size() > 1) {
                throw new BadImageException(
                        MANIFEST,
                        "holds " + images.size()
                                + " images; say which, as docker-archive:FILE:NAME, or -:NAME of a pipe: "
                                + list(images));
            }
            return images.get(0);
        }
        String name = named.get();
        List<DockerManifest.Entry> matching = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            boolean isNumbered = name.equals("@" + i);
            if (isNumbered || images.get(i).tags().stream().anyMatch(tag -> ImageNames.same(tag, name))) {
                matching.add(images.get(i));
            }
        }
        if (matching.isEmpty()) {
            throw new BadImageException(
                    MANIFEST, "holds no image " + ImageNames.raw(name) + "; it has " + list(images));
        }
        return matching.get(matching.size() - 1); // as docker load: the last one gets the tag
    }

    private static String list(List<DockerManifest.Entry> images) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            List<String> tags = images.get(i).tags();
            names.add(tags.isEmpty() ? "@" + i + " (without a name)" : String.join(" = ", tags));
        }
        return Lists.of(names);
    }

    /** All tags of an image, unless a person named one of them. */
    private static List<ImageReference> references(DockerManifest.Entry entry, Optional<String> named) {
        Optional<String> chosen = named.flatMap(name ->
                entry.tags().stream().filter(tag -> ImageNames.same(tag, name)).findFirst());
        List<String> tags = chosen.map(List::of).orElse(entry.tags());
        return tags.stream().flatMap(tag -> ImageNames.reference(tag).stream()).toList();
    }

    private List<LayerBlob> layers(DockerManifest.Entry entry, ImageConfig config, String configName)
            throws IOException, BadImageException {
        LayoutImages.checkCount(config, configName, entry.layers().size());
        List<LayerBlob> layers = new ArrayList<>();
        for (int i = 0; i < entry.layers().size(); i++) {
            String name = BlobMedium.inside(MANIFEST, entry.layers().get(i));
            ByteSource content = medium.open(name)
                    .orElseThrow(() -> new BadImageException(
                            name, "a layer that is not in the archive, though manifest.json names it"));
            layers.add(new LayerBlob(
                    name,
                    content,
                    blobDigest(name).map(Digest::toString),
                    OptionalLong.empty(),
                    Optional.of(config.diffIds().get(i).toString())));
        }
        return layers;
    }

    private static void checkName(String name, byte[] config) throws BadImageException {
        Matcher matcher = CONFIG.matcher(name);
        Optional<Digest> digest = matcher.matches()
                ? Optional.of(new Digest(Digest.Algorithm.SHA256, matcher.group(1)))
                : blobDigest(name);
        if (digest.isPresent()) {
            Documents.check(name, config, digest.get());
        }
    }

    /** The digest in a name in {@code blobs}. */
    private static Optional<Digest> blobDigest(String name) throws BadImageException {
        Matcher matcher = BLOB.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Digest.parse(matcher.group(1) + ":" + matcher.group(2)));
        } catch (IllegalArgumentException e) {
            throw new BadImageException(name, "not the name of a blob: " + e.getMessage());
        }
    }
}
