package dev.whittle.source;

import dev.whittle.bytes.BadArchiveException;
import dev.whittle.bytes.ByteSource;
import dev.whittle.image.BadImageException;
import dev.whittle.image.Digest;
import dev.whittle.image.Platform;
import dev.whittle.stream.DigestCheck;
import dev.whittle.stream.Workspace;
import dev.whittle.tar.TarLimits;
import dev.whittle.tar.UstarCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Opens what was just written, before it is moved to its destination, as any reader would: nothing is assumed. Tar
 * headers are also checked by separate code, since the reader is more tolerant than others.
 */
public final class WrittenImageReader {
    private static final int BUFFER = 1 << 17;

    private final Workspace workspace;
    private final PlatformChoice platform;
    private final int threads;

    /** @param platform of the image that was written */
    public WrittenImageReader(Workspace workspace, Platform platform, int threads) {
        this.workspace = workspace;
        this.platform = new PlatformChoice(platform, false);
        this.threads = threads;
    }

    /**
     * An image in an archive: as a layout, and in Docker's form if there is a manifest.json.
     *
     * @param documents that it must contain, byte for byte
     */
    public Source archive(ByteSource content, Map<String, byte[]> documents)
            throws IOException, BadArchiveException, BadImageException {
        UstarCheck.check("the archive", content);
        BlobMedium medium = ArchiveMedium.read("the archive", content, List.of(), TarLimits.DEFAULT);
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            same(document.getKey(), document.getValue(), new Documents(medium).read(document.getKey()));
        }
        FoundImage image = new LayoutImages(medium, platform).find(Optional.empty(), "");
        if (medium.open(DockerImages.MANIFEST).isPresent()) {
            FoundImage other = new DockerImages(medium, platform).find(Optional.empty(), "");
            if (!image.config().id().equals(other.config().id())) {
                throw new BadImageException(DockerImages.MANIFEST, "names another image than " + LayoutImages.INDEX);
            }
        }
        return source(medium, image);
    }

    /**
     * One image of a layout.
     *
     * @param unplaced files that will have these names in it
     * @param documents expected content of some of them, byte for byte
     */
    public Source layout(
            Path directory, Map<String, ByteSource> unplaced, Map<String, byte[]> documents, Digest manifest)
            throws IOException, BadArchiveException, BadImageException {
        BlobMedium medium = unplaced(directory, unplaced);
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            same(document.getKey(), document.getValue(), new Documents(medium).read(document.getKey()));
        }
        return source(medium, new LayoutImages(medium, platform).find(Optional.of(manifest.toString()), ""));
    }

    /** One image of an output that is not whole yet: a layout of these files. */
    public Source part(Map<String, ByteSource> files) throws IOException, BadArchiveException, BadImageException {
        BlobMedium medium = new Unplaced(Optional.empty(), files);
        return source(medium, new LayoutImages(medium, platform).find(Optional.empty(), ""));
    }

    /**
     * Checks all blobs that an image's descriptor leads to: sizes and digests, those of layers as they lie.
     *
     * @param name of the image in {@code index.json}: its digest
     * @return how many manifests there are
     */
    public int layoutBlobs(Path directory, Map<String, ByteSource> unplaced, Map<String, byte[]> documents, Digest name)
            throws IOException, BadArchiveException, BadImageException {
        try (BlobMedium medium = unplaced(directory, unplaced)) {
            return blobs(medium, documents, name);
        }
    }

    /** The same of an image in an archive. */
    public int archiveBlobs(ByteSource content, Map<String, byte[]> documents, Digest name)
            throws IOException, BadArchiveException, BadImageException {
        UstarCheck.check("the archive", content);
        // The content belongs to the writer.
        BlobMedium medium = ArchiveMedium.read("the archive", content, List.of(), TarLimits.DEFAULT);
        return blobs(medium, documents, name);
    }

    private int blobs(BlobMedium medium, Map<String, byte[]> documents, Digest name)
            throws IOException, BadArchiveException, BadImageException {
        for (Map.Entry<String, byte[]> document : documents.entrySet()) {
            same(document.getKey(), document.getValue(), new Documents(medium).read(document.getKey()));
        }
        LayoutImages images = new LayoutImages(medium, platform);
        List<ManifestTree.Leaf> leaves =
                images.tagged(Optional.of(name.toString()), "").tree().leaves();
        for (ManifestTree.Leaf leaf : leaves) {
            for (SourceBlob blob : images.blobs(leaf)) {
                check(blob);
            }
        }
        return leaves.size();
    }

    private static void check(SourceBlob blob) throws IOException, BadArchiveException {
        Digest digest = blob.descriptor().digest();
        DigestCheck check = DigestCheck.of(BlobMedium.blob(digest), "digest", Optional.of(digest.toString()));
        byte[] buffer = new byte[BUFFER];
        long position = 0;
        for (int count; (count = blob.content().read(position, ByteBuffer.wrap(buffer))) > 0; position += count) {
            check.update(buffer, count);
        }
        check.finish();
    }

    /** A layer alone, packed or plain. */
    public Source layer(ByteSource content, String digest, long size, String diffId)
            throws IOException, BadArchiveException {
        LayerBlob layer =
                new LayerBlob("the layer", content, Optional.of(digest), OptionalLong.of(size), Optional.of(diffId));
        LayeredRoot root = LayeredRoot.open(List.of(layer), workspace, LayerProgress.NONE, UstarCheck::check, threads);
        return new Source("the layer", root, Optional.empty(), List.of(), List.of(), root);
    }

    /** An unpacked root. */
    public Source directory(Path directory) throws IOException {
        return Source.of(directory.toString(), DirectoryRoot.open(directory));
    }

    private static BlobMedium unplaced(Path directory, Map<String, ByteSource> files) throws IOException {
        return new Unplaced(
                Optional.of(new DirectoryMedium(DirectoryRoot.open(directory), new SourceFingerprint())), files);
    }

    private static void same(String name, byte[] meant, byte[] actual) throws BadImageException {
        if (!Arrays.equals(meant, actual)) {
            throw new BadImageException(name, "is not what was written");
        }
    }

    private Source source(BlobMedium medium, FoundImage found) throws IOException, BadArchiveException {
        boolean done = false;
        try {
            LayeredRoot root =
                    LayeredRoot.open(found.layers(), workspace, LayerProgress.NONE, UstarCheck::check, threads);
            List<LayerFacts> facts = new ArrayList<>();
            for (int i = 0; i < found.layers().size(); i++) {
                facts.add(
                        LayerFacts.of(found.layers().get(i), root.contentBytes().get(i)));
            }
            SourceImage image = new SourceImage(found.config(), found.references(), found.manifest(), facts);
            done = true;
            return new Source("the image", root, Optional.of(image), List.of(), List.of(), () -> {
                root.close();
                medium.close();
            });
        } finally {
            if (!done) {
                medium.close();
            }
        }
    }

    /** A layout, or the beginning of one, with files that do not have their names yet. */
    private static final class Unplaced implements BlobMedium {
        private final Optional<BlobMedium> layout;
        private final Map<String, ByteSource> files;

        Unplaced(Optional<BlobMedium> layout, Map<String, ByteSource> files) {
            this.layout = layout;
            this.files = files;
        }

        @Override
        public Optional<ByteSource> open(String name) throws IOException, BadImageException {
            ByteSource file = files.get(name);
            if (file != null) {
                return Optional.of(file);
            }
            return layout.isPresent() ? layout.get().open(name) : Optional.empty();
        }

        @Override
        public List<Path> files() {
            return List.of();
        }

        @Override
        public void close() throws IOException {
            if (layout.isPresent()) {
                layout.get().close();
            }
        }
    }
}
